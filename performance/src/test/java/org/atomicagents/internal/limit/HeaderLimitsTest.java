package org.atomicagents.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.atomicagents.limit.RateLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderLimitsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void readsTheHeadersOfOpenAi() {
    RateLimits limits =
        read(
            "x-ratelimit-limit-requests: 60",
            "x-ratelimit-remaining-requests: 59",
            "x-ratelimit-reset-requests: 1s",
            "x-ratelimit-limit-tokens: 150000",
            "x-ratelimit-remaining-tokens: 149984",
            "x-ratelimit-reset-tokens: 6ms");

    assertThat(limits).isEqualTo(new RateLimits(60, 150_000, 0, 0));
  }

  @Test
  void readsTheHeadersOfAnthropic() {
    RateLimits limits =
        read(
            "anthropic-ratelimit-requests-limit: 50",
            "anthropic-ratelimit-requests-remaining: 48",
            "anthropic-ratelimit-requests-reset: 2026-01-01T00:00:03Z",
            "anthropic-ratelimit-input-tokens-limit: 40000",
            "anthropic-ratelimit-input-tokens-remaining: 36000",
            "anthropic-ratelimit-input-tokens-reset: 2026-01-01T00:00:06Z",
            "anthropic-ratelimit-output-tokens-limit: 8000",
            "anthropic-ratelimit-output-tokens-remaining: 6000",
            "anthropic-ratelimit-output-tokens-reset: 2026-01-01T00:00:15Z");

    assertThat(limits).isEqualTo(new RateLimits(50, 0, 40_000, 8_000));
  }

  @ParameterizedTest
  @CsvSource({
    // limit, remaining, reset, learnt limit
    "14400, 14370, 2m59.56s, 0", // a limit per day
    "100, 100, 0s, 0", // nothing used
    "100, 0, 1m0s, 100",
    "100, 0, 1h0m0s, 0",
    "100, 50, , 0",
    "100, , 1s, 0",
    "100, 50, soon, 0",
    "100, 200, 1s, 0",
    "-100, 50, 1s, 0",
    "1e3, 50, 1s, 0",
    "9999999999999999999, 50, 1s, 0",
    "100, 50, 30, 100", // seconds, as of Azure
    "-1, -1, 0, 0",
    "100, 50, 2025-12-31T00:00:00Z, 0",
    "100, 50, +1000000000-12-31T23:59:59Z, 0",
  })
  void ignoresUnclearLimits(String limit, String remaining, String reset, long expected) {
    RateLimits limits =
        read(
            "x-ratelimit-limit-requests: " + limit,
            "x-ratelimit-remaining-requests: " + (remaining == null ? "" : remaining),
            "x-ratelimit-reset-requests: " + (reset == null ? "" : reset));

    assertThat(limits).isEqualTo(RateLimits.none().withRequests(expected));
  }

  @Test
  void readsLimitsWithTheirPeriod() {
    RateLimits limits =
        read(
            "x-ratelimit-limit-requests-day: 14400",
            "x-ratelimit-remaining-requests-day: 14390",
            "x-ratelimit-reset-requests-day: 33011.382867",
            "x-ratelimit-limit-tokens-minute: 60000",
            "x-ratelimit-remaining-tokens-minute: 60000",
            "x-ratelimit-reset-tokens-minute: 11.382867");

    assertThat(limits).isEqualTo(new RateLimits(0, 60_000, 0, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "x-ratelimit, 1767225630000", // OpenRouter: milliseconds since 1970
    "x-ratelimit, 1767225630", // seconds since 1970
    "ratelimit, 30",
  })
  void readsLimitsWithoutAKind(String prefix, String reset) {
    RateLimits limits =
        read(prefix + "-limit: 20", prefix + "-remaining: 10", prefix + "-reset: " + reset);

    assertThat(limits).isEqualTo(RateLimits.none().withRequests(20));
  }

  @ParameterizedTest
  @CsvSource({
    // limit, remaining, reset, pause in milliseconds
    "600, 0, 12ms, 12",
    "600, 0, 6.5s, 6500",
    "600, 0, 30, 30000",
    "600, 0, 2026-01-01T00:00:07Z, 7000",
    "600, 1, 30s, 0",
    "600, , 30s, 0",
    "600, 0, , 0",
    ", 0, 20s, 20000", // OpenAI-compatible servers that send no limit
    // The limit is restored later than a window ends: a bucket gains a permit.
    "600, 0, 1m0s, 1000",
    "20, 0, 60s, 3000",
    "14400, 0, 24h0m0s, 6000",
  })
  void pausesIfNothingRemains(String limit, String remaining, String reset, long millis) {
    ProviderLimits limits =
        HeaderLimits.read(
            headers(
                "x-ratelimit-limit-requests: " + (limit == null ? "" : limit),
                "x-ratelimit-remaining-requests: " + (remaining == null ? "" : remaining),
                "x-ratelimit-reset-requests: " + (reset == null ? "" : reset)),
            NOW);

    assertThat(limits.pause()).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void pausesForTheLongestReset() {
    ProviderLimits limits =
        HeaderLimits.read(
            headers(
                "anthropic-ratelimit-input-tokens-limit: 40000",
                "anthropic-ratelimit-input-tokens-remaining: 0",
                "anthropic-ratelimit-input-tokens-reset: 2026-01-01T00:00:09Z",
                "anthropic-ratelimit-output-tokens-limit: 8000",
                "anthropic-ratelimit-output-tokens-remaining: 0",
                "anthropic-ratelimit-output-tokens-reset: 2026-01-01T00:00:15Z"),
            NOW);

    assertThat(limits.pause()).isEqualTo(Duration.ofSeconds(15));
  }

  private static RateLimits read(String... lines) {
    return HeaderLimits.read(headers(lines), NOW).limits();
  }

  private static Map<String, List<String>> headers(String... lines) {
    Map<String, List<String>> headers = new HashMap<>();
    for (String line : lines) {
      String[] parts = line.split(": ?", 2);
      headers.put(parts[0], List.of(parts[1]));
    }
    return headers;
  }
}
