package org.atomicagents.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.usage.UsageRuns.REQUEST;
import static org.atomicagents.usage.UsageRuns.responding;
import static org.atomicagents.usage.UsageRuns.run;
import static org.atomicagents.usage.UsageRuns.send;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;
import org.atomicagents.error.LimitExceededException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageWindowTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource({
    // The clocks are set back by an hour: the day has 25 hours.
    "2026-10-25T00:30:00Z, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
    "2026-10-25T22:59:59Z, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
    // The clocks are set forward by an hour: the day has 23 hours.
    "2026-03-29T00:59:00Z, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
    "2026-03-29T01:00:00Z, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
    "2026-03-29T22:00:00Z, 2026-03-29T22:00:00Z, 2026-03-30T22:00:00Z"
  })
  void daysAreThoseOfTheCalendar(Instant time, Instant start, Instant end) {
    UsageWindow day = UsageWindow.day(BERLIN);

    assertThat(day.start(time)).contains(start);
    assertThat(day.end(time)).contains(end);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-31T22:59:59Z, 2025-12-31T23:00:00Z, 2026-01-31T23:00:00Z",
    "2026-01-31T23:00:00Z, 2026-01-31T23:00:00Z, 2026-02-28T23:00:00Z",
    "2028-02-29T12:00:00Z, 2028-01-31T23:00:00Z, 2028-02-29T23:00:00Z",
    "2026-03-31T21:59:59Z, 2026-02-28T23:00:00Z, 2026-03-31T22:00:00Z",
    "2026-12-31T23:00:00Z, 2026-12-31T23:00:00Z, 2027-01-31T23:00:00Z"
  })
  void monthsAreThoseOfTheCalendar(Instant time, Instant start, Instant end) {
    UsageWindow month = UsageWindow.month(BERLIN);

    assertThat(month.start(time)).contains(start);
    assertThat(month.end(time)).contains(end);
  }

  @Test
  void aDayWithoutAMidnightBeginsAfterTheGap() {
    // In 2018 the clocks of Sao Paulo were set forward at midnight.
    UsageWindow day = UsageWindow.day(ZoneId.of("America/Sao_Paulo"));

    assertThat(day.start(Instant.parse("2018-11-04T12:00:00Z")))
        .contains(Instant.parse("2018-11-04T03:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Europe/Berlin",
        "America/Sao_Paulo",
        "Australia/Lord_Howe",
        "America/Havana",
        "Pacific/Apia",
        "Asia/Kathmandu",
        "UTC"
      })
  void everyTimeIsInItsWindowAndWindowsAreContiguous(String zone) {
    long seed = System.nanoTime();
    System.out.println("UsageWindowTest seed " + seed);
    var random = new Random(seed);
    for (UsageWindow window :
        new UsageWindow[] {
          UsageWindow.minute(),
          UsageWindow.hour(),
          UsageWindow.day(ZoneId.of(zone)),
          UsageWindow.month(ZoneId.of(zone))
        }) {
      for (int i = 0; i < 5_000; i++) {
        Instant time = Instant.ofEpochSecond(random.nextLong(946_684_800L, 1_893_456_000L));
        Instant start = window.start(time).orElseThrow();
        Instant end = window.end(time).orElseThrow();

        assertThat(time).as("seed %d, %s", seed, window).isBetween(start, end.minusNanos(1));
        assertThat(window.start(end.minusNanos(1))).as("seed %d", seed).contains(start);
        assertThat(window.start(end)).as("seed %d, %s", seed, window).contains(end);
      }
    }
  }

  @Test
  void usageBeginsAtZeroInTheNextWindow() {
    var clock = new UsageClock(Instant.parse("2026-10-31T22:59:59Z"));
    var limiter = limiter(UsageWindow.month(BERLIN), 1, clock);
    send(responding(1, 1).with(limiter), run(clock));
    assertThatThrownBy(() -> send(responding(1, 1).with(limiter), run(clock)))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("The limit resets at 2026-10-31T23:00:00Z");

    clock.advance(Duration.ofSeconds(1));

    send(responding(1, 1).with(limiter), run(clock));
    assertThat(limiter.report().used().requests()).isEqualTo(1);
    assertThat(limiter.report().resetsAt()).contains(Instant.parse("2026-11-30T23:00:00Z"));
  }

  @Test
  void aRequestCountsInTheWindowInWhichItBegan() {
    var clock = new UsageClock(Instant.parse("2026-11-30T12:00:59Z"));
    var limiter = limiter(UsageWindow.minute(), 10, clock);
    var exchange = responding(10, 5).with(limiter).open(REQUEST, run(clock));

    clock.advance(Duration.ofSeconds(1));
    assertThat(limiter.report().reserved().requests()).isZero();
    exchange.forEach(event -> {});
    exchange.close();

    assertThat(limiter.report().used().requests()).isZero();
    clock.set(Instant.parse("2026-11-30T12:00:59Z"));
    assertThat(limiter.report().used().requests()).isEqualTo(1);
  }

  @Test
  void aClockThatIsSetBackPermitsNoUsageAgain() {
    var clock = new UsageClock(Instant.parse("2026-11-30T23:59:00Z"));
    var limiter = limiter(UsageWindow.day(ZoneOffset.UTC), 1, clock);
    send(responding(1, 1).with(limiter), run(clock));
    clock.advance(Duration.ofMinutes(2));
    send(responding(1, 1).with(limiter), run(clock));

    clock.set(Instant.parse("2026-11-30T23:58:00Z"));

    assertThatThrownBy(() -> send(responding(1, 1).with(limiter), run(clock)))
        .isInstanceOf(LimitExceededException.class);
  }

  @Test
  void aSessionEndsAfterATimeWithoutRequests() {
    var clock = new UsageClock();
    var limiter = limiter(UsageWindow.session(Duration.ofHours(1)), 2, clock);
    send(responding(1, 1).with(limiter), run(clock));
    clock.advance(Duration.ofMinutes(50));
    send(responding(1, 1).with(limiter), run(clock));
    clock.advance(Duration.ofMinutes(50));

    assertThatThrownBy(() -> send(responding(1, 1).with(limiter), run(clock)))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("requests per session, 2 used")
        .hasMessageContaining("The limit resets at 2026-11-30T13:50:00Z");

    // A refused request does not prolong the session.
    clock.advance(Duration.ofMinutes(10));
    send(responding(1, 1).with(limiter), run(clock));
    assertThat(limiter.report().used().requests()).isEqualTo(1);
  }

  @Test
  void aRequestInFlightKeepsItsSession() {
    var clock = new UsageClock();
    var limiter = limiter(UsageWindow.session(Duration.ofMinutes(1)), 1, clock);
    var exchange = responding(10, 5).with(limiter).open(REQUEST, run(clock));
    clock.advance(Duration.ofMinutes(5));

    assertThatThrownBy(() -> send(responding(1, 1).with(limiter), run(clock)))
        .isInstanceOf(LimitExceededException.class);
    exchange.forEach(event -> {});
    exchange.close();

    assertThat(limiter.report().used().tokens()).isEqualTo(15);
    clock.advance(Duration.ofMinutes(1));
    assertThat(limiter.report().used().tokens()).isZero();
  }

  @Test
  void aSessionNeedsAPositiveTime() {
    assertThatThrownBy(() -> UsageWindow.session(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("idle: expected more than 0, found PT0S");
  }

  private static UsageLimiter limiter(UsageWindow window, long requests, UsageClock clock) {
    return UsageLimiter.builder("m", UsageLimits.ofRequests(requests))
        .window(window)
        .timeSource(clock)
        .build();
  }
}
