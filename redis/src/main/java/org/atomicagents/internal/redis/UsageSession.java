package org.atomicagents.internal.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.atomicagents.error.StoreException;
import org.atomicagents.usage.UsageAmount;
import org.atomicagents.usage.UsageBucket;
import org.atomicagents.usage.UsageLimits;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one process to the buckets, and its reservations in them.
 *
 * <p>Each call of the script contains the reservations that the process knows of: if Redis has
 * released them or lost its data, they are restored. Thread-safe.
 */
final class UsageSession {
  private static final int VERSION = 1;
  private static final int MAX_DONE = 16;
  // Processes whose clocks are late may use a bucket after its expiry.
  private static final Duration KEPT = Duration.ofHours(1);
  private static final byte[] NOTHING = RedisLink.bytes("");

  private final RedisLink link;
  private final RedisKeys keys;
  private final Duration lease;
  private final String id = UUID.randomUUID().toString();
  private final AtomicLong numbers = new AtomicLong();
  private final ConcurrentMap<String, OpenUsage> open = new ConcurrentHashMap<>();

  UsageSession(RedisLink link, String prefix, Duration lease) {
    this.link = link;
    this.keys = new RedisKeys(prefix, "usage", VERSION);
    this.lease = lease;
  }

  Duration lease() {
    return lease;
  }

  /** Returns the number of a new change. */
  String nextNumber() {
    return Long.toString(numbers.incrementAndGet());
  }

  /**
   * Returns the reply to a change.
   *
   * @throws StoreException if Redis fails; the change is done or not
   */
  UsageReply send(UsageChange change, UsageLimits limits) {
    String key = change.bucket().key();
    OpenUsage before = begin(change.bucket());
    UsageReply reply = null;
    List<byte[]> done = doneChanges(before);
    try {
      reply = call(change, limits, before.amount(), NOTHING, done);
      return reply;
    } finally {
      end(key, change, reply);
    }
  }

  private OpenUsage begin(UsageBucket bucket) {
    return Objects.requireNonNull(
        open.compute(
            bucket.key(),
            (key, known) -> (known == null ? OpenUsage.of(bucket) : known).begun(bucket)));
  }

  private static List<byte[]> doneChanges(OpenUsage known) {
    var done = new ArrayList<byte[]>();
    for (String number = known.done().poll();
        number != null && done.size() < MAX_DONE;
        number = known.done().poll()) {
      done.add(RedisLink.bytes(number));
    }
    return done;
  }

  private void end(String key, UsageChange change, @Nullable UsageReply reply) {
    OpenUsage unused =
        open.computeIfPresent(
            key,
            (same, known) -> {
              if (reply == null) {
                return known.failed();
              }
              if (!change.number().isEmpty()) {
                known.done().add(change.number());
              }
              boolean isReserved = change.kind().equals("reserve") && reply.status().equals("done");
              boolean isReleased = change.kind().equals("settle");
              return known.ended(
                  isReserved ? change.amount() : UsageAmount.NONE,
                  isReleased ? change.amount() : UsageAmount.NONE,
                  reply.count());
            });
  }

  private UsageReply call(
      UsageChange change,
      UsageLimits limits,
      UsageAmount known,
      byte[] expectedCount,
      List<byte[]> done) {
    UsageBucket bucket = change.bucket();
    var arguments = new ArrayList<byte[]>();
    for (String argument :
        List.of(
            change.kind(),
            id,
            change.number(),
            Long.toString(lease.toMillis()),
            UsageTexts.text(change.now()),
            UsageTexts.text(bucket.expiry()),
            UsageTexts.text(known),
            UsageTexts.text(change.amount()),
            UsageTexts.text(change.used()),
            UsageTexts.text(change.used().negated()),
            UsageTexts.text(limits),
            Long.toString(timeToLive(bucket, change.now()).toMillis()))) {
      arguments.add(RedisLink.bytes(argument));
    }
    arguments.add(expectedCount);
    arguments.addAll(done);
    return UsageReply.of(
        bucket.key(),
        link.run(
            change.kind() + " usage",
            UsageScript.SCRIPT,
            List.of(keys.key(bucket.key()), keys.keyWithSuffix("changes:" + id, bucket.key())),
            arguments.toArray(byte[][]::new)));
  }

  private Duration timeToLive(UsageBucket bucket, @Nullable Instant now) {
    Instant expiry = bucket.expiry();
    Duration kept = KEPT.plus(lease);
    return expiry == null || now == null || expiry.isBefore(now)
        ? kept
        : kept.plus(Duration.between(now, expiry));
  }

  /** Returns whether there are reservations of this session. */
  boolean isOpen() {
    return open.values().stream().anyMatch(OpenUsage::hasReservations);
  }

  /**
   * Renews the leases of the reservations.
   *
   * @throws StoreException if Redis fails
   */
  void renew() {
    for (String key : open.keySet()) {
      OpenUsage known = open.computeIfPresent(key, (same, state) -> state.isIdle() ? null : state);
      if (known != null) {
        renew(known);
      }
    }
  }

  private void renew(OpenUsage known) {
    // Between two responses, the amount in Redis is known exactly: it is set again.
    byte[] expected = known.inFlight() == 0 ? RedisLink.bytes(known.count()) : NOTHING;
    UsageReply reply =
        call(
            UsageChange.of("renew", known.bucket(), null),
            UsageLimits.none(),
            known.amount(),
            expected,
            List.of());
    OpenUsage unused =
        open.computeIfPresent(
            known.bucket().key(),
            (key, state) ->
                state.equals(known)
                    ? new OpenUsage(
                        state.bucket(),
                        state.amount(),
                        state.inFlight(),
                        reply.count(),
                        state.done())
                    : state);
  }

  String server() {
    return link.server();
  }

  String prefix() {
    return keys.prefix();
  }
}
