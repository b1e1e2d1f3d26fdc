package org.atomicagents.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.Sampling;
import org.atomicagents.time.Phase;
import org.junit.jupiter.api.Test;

/** Which tokens of a request count against a limit, by the rule of its provider. */
class ChargedTokensTest {
  /** A usage of 100 input tokens, of which 80 were read from the prompt cache. */
  private static final Usage CACHED = new Usage(100, 5, 80, 0, 0, 0, 0);

  private final DrivenClock clock = DrivenClock.advancing();
  private final PermitLedger store = new PermitLedger();

  @Test
  void cachedInputCounts() {
    var limit = RateLimit.builder().inputTokens(1_000).store(store).timeSource(clock).build();

    LimitRuns.send(limit, LimitRuns.context(clock), responding(CACHED));

    assertThat(store.net("default:input-tokens")).isEqualTo(100);
  }

  @Test
  void cachedInputDoesNotCountOnDemand() {
    var limit =
        RateLimit.builder()
            .inputTokens(1_000)
            .countCachedInput(false)
            .store(store)
            .timeSource(clock)
            .build();

    LimitRuns.send(limit, LimitRuns.context(clock), responding(CACHED));
    assertThat(store.net("default:input-tokens")).isEqualTo(20);

    // The next estimate expects the cache.
    assertThat(reserved(limit)).isEqualTo(20 + 5);
  }

  @Test
  void usedOutputIsReservedByTheLengthOfEarlierResponses() {
    var limit = outputLimit(OutputCharge.USED);

    LimitRuns.send(limit, LimitRuns.context(clock), LimitRuns.responding(10, 5));

    assertThat(store.net("default:output-tokens")).isEqualTo(5);
    assertThat(reserved(limit)).isEqualTo(10 + 5);
  }

  @Test
  void reservedOutputIsReturnedAfterTheResponse() {
    var limit = outputLimit(OutputCharge.RESERVED_THEN_USED);

    LimitRuns.send(limit, LimitRuns.context(clock), LimitRuns.responding(10, 5));

    assertThat(store.net("default:output-tokens")).isEqualTo(5);
    assertThat(reserved(limit)).isEqualTo(10 + 20);
  }

  @Test
  void reservedOutputRemainsCharged() {
    var limit = outputLimit(OutputCharge.RESERVED);

    LimitRuns.send(limit, LimitRuns.context(clock), LimitRuns.responding(10, 5));
    assertThat(store.net("default:output-tokens")).isEqualTo(20);

    LimitRuns.send(limit, LimitRuns.context(clock), LimitRuns.responding(10, 50));
    assertThat(store.net("default:output-tokens")).isEqualTo(20 + 50);
  }

  @Test
  void outputIsChargedIfNoneWasExpected() {
    var limit = outputLimit(OutputCharge.USED);
    LimitRuns.send(limit, LimitRuns.context(clock), LimitRuns.responding(10, 0));
    LimitRuns.send(limit, LimitRuns.context(clock), LimitRuns.responding(10, 0));

    LimitRuns.send(limit, LimitRuns.context(clock), LimitRuns.responding(10, 40));

    assertThat(store.net("default:output-tokens")).isEqualTo(40);
  }

  @Test
  void anAbsurdUsageIsADebtOfOneMinute() {
    var limit = RateLimit.builder().tokens(1_000).timeSource(clock).build();

    LimitRuns.send(limit, LimitRuns.context(clock), LimitRuns.responding(Long.MAX_VALUE, 5));

    assertThat(waitOfNextRequest(limit)).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(70));
  }

  @Test
  void anAbsurdEstimateIsADebtOfOneMinute() {
    var limit = RateLimit.builder().outputTokens(1_000).timeSource(clock).build();
    ModelRequest request =
        LimitRuns.REQUEST.withSampling(Sampling.defaults().withMaxTokens(Integer.MAX_VALUE));

    // Abandoned: the estimate remains charged.
    limit.intercept(request, LimitRuns.context(clock), LimitRuns.responding(10, 5));

    assertThat(waitOfNextRequest(limit)).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(70));
  }

  private Duration waitOfNextRequest(RateLimit limit) {
    RunContext context = LimitRuns.context(clock);
    LimitRuns.send(limit, context, LimitRuns.responding(10, 2));
    return context.timings().snapshot().of(Phase.RATE_WAIT);
  }

  private RateLimit outputLimit(OutputCharge charge) {
    return RateLimit.builder()
        .outputTokens(1_000)
        .outputCharge(charge)
        .store(store)
        .timeSource(clock)
        .build();
  }

  private long reserved(RateLimit limit) {
    try (ModelExchange open =
        limit.intercept(LimitRuns.REQUEST, LimitRuns.context(clock), responding(CACHED))) {
      assertThat(open).isNotNull();
      return limit.status().reservedTokens();
    }
  }

  private static Interceptor.Chain responding(Usage usage) {
    return (request, context) -> LimitRuns.response(usage, Map.of());
  }
}
