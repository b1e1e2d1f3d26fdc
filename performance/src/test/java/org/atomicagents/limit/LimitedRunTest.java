package org.atomicagents.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.OverlapPolicy;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.time.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs of agents whose requests wait for a limit. */
@Timeout(60)
class LimitedRunTest {
  private final DrivenClock clock = DrivenClock.stopped();
  private final ScriptedModel scripted =
      ScriptedModel.answering("{\"chat_message\":\"a\"}", "{\"chat_message\":\"b\"}");

  @Test
  void conversationStaysReservedWhileARunWaitsForTwentyMinutes() throws Exception {
    var limit =
        RateLimit.builder()
            .concurrency(AdaptiveConcurrency.ofDefaults().withMax(1))
            .timeSource(clock)
            .build();
    var agent = AtomicAgent.builder(scripted.model().with(limit)).timeSource(clock).build();
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.QUEUE);
    var chunks = Collections.nCopies(30, new ModelEvent.TextDelta("a"));
    ModelExchange open =
        limit.intercept(
            LimitRuns.REQUEST,
            LimitRuns.context(clock),
            (request, context) -> ModelExchange.of(chunks));
    Iterator<ModelEvent> reading = open.iterator();

    var first = run(agent, history, "first");
    clock.awaitSleepers(1);
    var second = run(agent, history, "second");
    for (int minute = 0; minute < 20; minute++) {
      // A response that is read does not count as abandoned.
      reading.next();
      clock.advance(Duration.ofMinutes(1));
    }
    assertThat(first).isNotDone();
    assertThat(second).isNotDone();
    open.close();

    assertThat(first.get()).isEqualTo(Duration.ofMinutes(20));
    assertThat(second.get()).isZero();
    assertThat(history.turns()).hasSize(2);
  }

  private CompletableFuture<Duration> run(
      AtomicAgent<BasicChatInput, BasicChatOutput> agent, ChatHistory history, String text) {
    return CompletableFuture.supplyAsync(() ->
        agent
            .call(new BasicChatInput(text), RunOptions.history(history))
            .timings()
            .of(Phase.RATE_WAIT));
  }
}
