package org.atomicagents.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunResult;
import org.atomicagents.batch.Batch;
import org.atomicagents.batch.Outcome;
import org.atomicagents.cache.CachedAgent;
import org.atomicagents.cache.ResponseCache;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Agents whose models have usage limits. */
@Timeout(60)
class UsageAgentTest {
  private static final BasicChatInput HELLO = new BasicChatInput("hello");
  private static final ScriptedResponse VALID =
      ScriptedResponse.text("{\"chat_message\":\"a\"}").withUsage(Usage.of(10, 5));
  private static final ScriptedResponse INVALID =
      ScriptedResponse.text("{\"chat_message\":7}").withUsage(Usage.of(10, 3));

  private final UsageLimiter limiter =
      UsageLimiter.total("m", UsageLimits.ofMoney("USD", "100000").withRequests(3));

  @Test
  void reAsksCountAndTheResultHasTheCostOfAllRequests() {
    RunResult<BasicChatOutput> result = agent(limiter, INVALID, VALID).call(HELLO);

    assertThat(result.attempts()).isEqualTo(2);
    assertThat(result.charges()).hasSize(2);
    // 20 input tokens of one dollar, 8 output tokens of two.
    assertThat(result.cost().orElseThrow()).isEqualByComparingTo("36");
    assertThat(limiter.report().used().requests()).isEqualTo(2);
    assertThat(limiter.report().used().cost()).isEqualByComparingTo("36");
  }

  @Test
  void aFailedRunHasTheCostOfItsRequests() {
    assertThatThrownBy(() -> agent(limiter, INVALID, INVALID, INVALID).call(HELLO))
        .isInstanceOfSatisfying(
            InvalidOutputException.class,
            failure ->
                assertThat(failure.cost().orElseThrow())
                    .isEqualByComparingTo(limiter.report().used().cost())
                    .isEqualByComparingTo("48"));
  }

  @Test
  void aReAskBeyondTheLimitFailsWithTheUsageOfTheRun() {
    ChatHistory history = ChatHistory.unbounded();
    var perCall = UsageLimiter.perCall("calls", UsageLimits.ofRequests(1));
    var agent =
        AtomicAgent.builder(ScriptedModel.of(INVALID, VALID).model().with(perCall))
            .history(history)
            .build();

    assertThatThrownBy(() -> agent.call(HELLO))
        .isInstanceOfSatisfying(
            LimitExceededException.class,
            failure -> assertThat(failure.usage()).isEqualTo(Usage.of(10, 3)));
    assertThat(history.messages()).isEmpty();
  }

  @Test
  void aStreamThatIsClosedEarlyReturnsItsReservation() {
    var agent = agent(limiter, VALID);

    try (var stream = agent.stream(HELLO)) {
      stream.iterator().next();
    }

    // The thread that reads the response may be the one that settles it.
    while (limiter.report().reserved().requests() > 0) {
      Thread.onSpinWait();
    }
    assertThat(limiter.report().used().requests()).isEqualTo(1);
    assertThat(limiter.report().used().inputTokens()).isPositive();
  }

  @Test
  void aStreamThatIsReadCountsAsReported() {
    try (var stream = agent(limiter, VALID).stream(HELLO)) {
      assertThat(stream.result().chatMessage()).isEqualTo("a");
      assertThat(stream.runResult().cost().orElseThrow()).isEqualByComparingTo("20");
    }

    assertThat(limiter.report().used().tokens()).isEqualTo(15);
  }

  @Test
  void aResultFromACacheCountsNothing() {
    var cached = CachedAgent.of(agent(limiter, VALID), ResponseCache.create());
    cached.call(HELLO);

    RunResult<BasicChatOutput> hit = cached.call(HELLO);

    assertThat(hit.cost()).contains(BigDecimal.ZERO);
    assertThat(limiter.report().used().requests()).isEqualTo(1);
  }

  @Test
  void aBatchSendsNoRequestsBeyondTheLimit() {
    ScriptedModel script = ScriptedModel.by(request -> VALID);
    var agent = AtomicAgent.builder(priced(script).with(limiter)).build();
    List<BasicChatInput> inputs =
        Stream.iterate(0, i -> i + 1).limit(50).map(i -> new BasicChatInput("n" + i)).toList();

    List<Outcome<BasicChatOutput>> outcomes = Batch.of(agent).run(inputs);

    assertThat(outcomes).filteredOn(Outcome.Success.class::isInstance).hasSize(3);
    assertThat(outcomes)
        .filteredOn(Outcome.Failure.class::isInstance)
        .hasSize(47)
        .allSatisfy(outcome ->
            assertThat(((Outcome.Failure<?>) outcome).failure())
                .isInstanceOf(LimitExceededException.class));
    assertThat(limiter.report().used().requests()).isEqualTo(3);
  }

  private static AtomicAgent<BasicChatInput, BasicChatOutput> agent(
      UsageLimiter limiter, ScriptedResponse... responses) {
    return AtomicAgent.builder(priced(ScriptedModel.of(responses)).with(limiter)).build();
  }

  private static Model priced(ScriptedModel script) {
    return UsageRuns.priced(script.model(), UsageRuns.PRICES);
  }
}
