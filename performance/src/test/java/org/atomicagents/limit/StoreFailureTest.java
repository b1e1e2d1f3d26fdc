package org.atomicagents.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.StoreException;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.time.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Limits whose store fails. */
@Timeout(60)
class StoreFailureTest {
  private final DrivenClock clock = DrivenClock.advancing();
  private final PermitLedger ledger = new PermitLedger();
  private final FailingPermitStore store = new FailingPermitStore(ledger);

  @Test
  void failsTheRequestAndReturnsThePermitsOfOtherBuckets() {
    var limit = limit(0);
    store.fail(true, false);

    StoreException first = failure(limit);
    StoreException second = failure(limit);

    assertThat(first)
        .hasMessage(
            """
            Rate limit 'default': expected permits or a wait from bucket 'default:requests' of org.atomicagents.limit.FailingPermitStore, found java.lang.IllegalStateException: connection refused
            Check the store, or set shareOnStoreFailure to send requests without it.\
            """)
        .hasCauseInstanceOf(IllegalStateException.class)
        .isNotSameAs(second);
    assertThat(limit.status().inFlight()).isZero();
    assertThat(limit.status().waiting()).isZero();
    assertThat(ledger.net("default:requests")).isZero();
    store.fail(false, false);
    send(limit);
    assertThat(ledger.net("default:requests")).isEqualTo(1);
  }

  @Test
  void addsPermitsThatWereNotAcceptedWithTheNextCall() {
    var limit = limit(0);
    ModelExchange exchange =
        limit.intercept(LimitRuns.REQUEST, LimitRuns.context(clock), LimitRuns.responding(40, 5));
    store.fail(true, true);

    exchange.forEach(event -> assertThat(event).isNotNull());
    exchange.close();
    // The estimate was 30 tokens.
    assertThat(ledger.net("default:tokens")).isEqualTo(30);
    assertThat(failure(limit)).isNotNull();

    store.fail(false, false);
    send(limit);
    assertThat(ledger.net("default:tokens")).isEqualTo(45 + 12);
    assertThat(ledger.net("default:requests")).isEqualTo(2);
  }

  @Test
  void usesAShareOfTheLimitUntilTheStoreWorksAgain() {
    var limit = limit(0.5);
    store.fail(true, true);

    send(limit);
    // A request per 0.2 s: half of 600 per minute.
    assertThat(sendAndMeasureWait(limit)).isEqualTo(Duration.ofMillis(200));
    assertThat(store.calls()).isEqualTo(1);
    assertThat(ledger.net("default:requests")).isZero();

    store.fail(false, false);
    clock.advance(Duration.ofSeconds(1));
    send(limit);
    assertThat(ledger.net("default:requests")).isEqualTo(1);
    assertThat(sendAndMeasureWait(limit)).isZero();
  }

  @Test
  void callsAFailingStoreLessAndLessOften() {
    var limit = limit(1);
    store.fail(true, true);
    for (int i = 0; i < 300; i++) {
      clock.advance(Duration.ofSeconds(1));
      send(limit);
    }

    // After 1, 2, 4 and 8 seconds, and every 8 seconds.
    assertThat(store.calls()).isBetween(38, 42);
  }

  @Test
  void interruptDuringACallOfTheStoreCancels() {
    var limit = limit(0.5);
    store.fail(true, true);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> send(limit)).isInstanceOf(CancelledException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(limit.status().inFlight()).isZero();
  }

  @Test
  void rejectsAnInvalidShare() {
    assertThatThrownBy(() -> RateLimit.builder().shareOnStoreFailure(1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("share: expected 0 to 1, found 1.5");
  }

  private RateLimit limit(double share) {
    return RateLimit.perMinute(600)
        .burst(0)
        .tokens(100_000)
        .store(store)
        .shareOnStoreFailure(share)
        .timeSource(clock)
        .build();
  }

  private StoreException failure(RateLimit limit) {
    return catchThrowableOfType(StoreException.class, () -> send(limit));
  }

  private void send(RateLimit limit) {
    LimitRuns.send(limit, LimitRuns.context(clock), LimitRuns.responding(10, 2));
  }

  private Duration sendAndMeasureWait(RateLimit limit) {
    var context = LimitRuns.context(clock);
    LimitRuns.send(limit, context, LimitRuns.responding(10, 2));
    return context.timings().snapshot().of(Phase.RATE_WAIT);
  }
}
