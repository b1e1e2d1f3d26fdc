package org.atomicagents.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.atomicagents.support.JavaProcess;
import org.atomicagents.support.RedisServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two processes that share a limit of 600 requests and 60,000 tokens per window, against a provider
 * that rejects what exceeds it.
 */
@Timeout(900)
class SharedLimitTest {
  private static final int REQUESTS = 600;
  private static final int TOKENS = 60_000;
  private static final double BURST = 0.02;
  private static final double SHARE = 0.25;
  // While the machine stops for a second, a third of a window of 3 seconds is unused.
  private static final int MAX_ATTEMPTS = 3;
  // The time limits of a command of Redis. A process that exceeds it, since the machine stops, uses
  // its share in addition to what the other one takes from Redis.
  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final Duration QUICK = Duration.ofMillis(500);

  /**
   * A test that returns the least of its used shares, relative to the expected one; 0 if requests
   * were rejected.
   */
  private interface Attempt {
    double run() throws Exception;
  }

  @Test
  void twoProcessesUseALimitTogetherAndOneOfThemAfterAKill() throws Exception {
    requireUse(MAX_ATTEMPTS, () -> useAndKill(20, 40, 140, 0.9));
  }

  @Test
  @Tag("soak")
  void twoProcessesUseALimitOfRequestsPerMinute() throws Exception {
    requireUse(1, () -> useAndKill(1, 30, 90, 0.95));
  }

  @Test
  @Tag("soak")
  void twoProcessesUseALimitOfTokensPerMinute() throws Exception {
    requireUse(1, () -> useAndKill(1, 60, 600, 0.95));
  }

  @Test
  void usesAShareWhileRedisIsAway() throws Exception {
    requireUse(MAX_ATTEMPTS, () -> stopRedis(30, 40, 140, Duration.ofSeconds(2), 0.9));
  }

  @Test
  @Tag("soak")
  void usesAShareWhileRedisIsAwayForTenSeconds() throws Exception {
    requireUse(1, () -> stopRedis(1, 60, 600, Duration.ofSeconds(10), 0.95));
  }

  private static void requireUse(int maxAttempts, Attempt attempt) throws Exception {
    double share = attempt.run();
    for (int i = 1; i < maxAttempts && share < 1; i++) {
      share = attempt.run();
    }
    assertThat(share).as("the used share, relative to the expected one").isGreaterThanOrEqualTo(1);
  }

  private static double useAndKill(int scale, int minTokens, int maxTokens, double minShare)
      throws Exception {
    try (var redis = RedisServer.start();
        var quota = quota(scale)) {
      Process first = start(redis, quota, scale, minTokens, maxTokens, PATIENT);
      Process second = start(redis, quota, scale, minTokens, maxTokens, PATIENT);
      try {
        quota.await(2);
        double together = quota.usedShare(1);
        second.destroyForcibly();
        quota.await(4);
        double duringKill = quota.usedShare(2);
        double alone = quota.usedShare(3);

        System.out.printf(
            "SharedLimitTest: used %.3f, with a kill %.3f, alone %.3f; rejected %.4f; %s%n",
            together, duringKill, alone, quota.rejectedShare(0), quota);
        assertThat(quota.rejectedShare(0)).as(quota::toString).isLessThanOrEqualTo(0.005);
        assertThat(first.isAlive()).isTrue();
        return Math.min(together, Math.min(duringKill, alone)) / minShare;
      } finally {
        end(first);
        second.destroyForcibly();
      }
    }
  }

  private static double stopRedis(
      int scale, int minTokens, int maxTokens, Duration length, double minShare) throws Exception {
    try (var redis = RedisServer.start();
        var quota = quota(scale)) {
      Process first = start(redis, quota, scale, minTokens, maxTokens, QUICK);
      Process second = start(redis, quota, scale, minTokens, maxTokens, QUICK);
      try {
        quota.await(1);
        redis.kill();
        long stopped = quota.nanos();
        Thread.sleep(length);
        long restarted = quota.nanos();
        redis.startAgain();
        // The processes call Redis again after 1, 2, 4 and 8 seconds.
        long back = restarted + 2 * length.toNanos();
        int following = (int) (back / Duration.ofMinutes(1).dividedBy(scale).toNanos()) + 1;
        quota.await(following + 1);

        double spent = quota.spentShare(stopped, restarted);
        double after = quota.usedShare(following);
        System.out.printf(
            "SharedLimitTest: without Redis %.3f, after %.3f; rejected %.4f; %s%n",
            spent, after, quota.rejectedShare(0), quota);
        // The shares of both, and of their bursts; the requests in flight had permits of Redis.
        double windows = (double) length.toNanos() * scale / Duration.ofMinutes(1).toNanos();
        assertThat(spent).isLessThanOrEqualTo(2 * SHARE * (1 + 2 * BURST / windows) + 0.02);
        return quota.rejectedShare(0) > 0.005 ? 0 : Math.min(spent / SHARE, after / minShare);
      } finally {
        end(first);
        end(second);
      }
    }
  }

  private static StrictQuota quota(int scale) throws IOException {
    return new StrictQuota(
        2 * LimitedProcess.CALLERS,
        REQUESTS,
        TOKENS,
        Duration.ofMinutes(1).dividedBy(scale),
        Duration.ofMillis(500).dividedBy(scale));
  }

  // A window is shorter than a minute by the scale: the refill is as much higher, and the bucket as
  // large as for a minute.
  private static Process start(
      RedisServer redis,
      StrictQuota quota,
      int scale,
      int minTokens,
      int maxTokens,
      Duration timeLimit)
      throws IOException {
    long capacity = Math.round(REQUESTS * BURST);
    long perMinute = (REQUESTS - capacity) * scale + capacity;
    return JavaProcess.builder(
            LimitedProcess.class,
            redis.uri(),
            Integer.toString(quota.port()),
            Long.toString(perMinute),
            Long.toString(perMinute * TOKENS / REQUESTS),
            Double.toString((capacity + 0.5) / perMinute),
            Double.toString(SHARE),
            Integer.toString(minTokens),
            Integer.toString(maxTokens),
            Long.toString(timeLimit.toMillis()))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void end(Process process) throws Exception {
    process.getOutputStream().close();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
