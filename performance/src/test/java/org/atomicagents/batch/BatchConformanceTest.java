package org.atomicagents.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atomicagents.batch.BatchAgents.agent;
import static org.atomicagents.batch.BatchAgents.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The conformance cases of batches, by id. */
class BatchConformanceTest {
  private static final List<BasicChatInput> INPUTS = List.of(input("a"), input("b"), input("c"));

  @Test
  @DisplayName("F07 results are in input order")
  void resultsAreInInputOrder() {
    var gates = gates();
    var agent =
        agent(name -> {
          BatchAgents.pass(gate(gates, name));
          return name;
        });
    var completed = new ArrayList<String>();

    try (BatchRun<BasicChatOutput> run = Batch.of(agent).withMaxConcurrency(3).start(INPUTS)) {
      gate(gates, "c").countDown();
      for (Outcome<BasicChatOutput> outcome : run.inCompletionOrder()) {
        completed.add(BatchAgents.describe(outcome));
        gate(gates, completed.getLast().equals("c") ? "a" : "b").countDown();
      }
    }
    // All gates are open now.
    List<Outcome<BasicChatOutput>> outcomes = Batch.of(agent).withMaxConcurrency(2).run(INPUTS);

    assertThat(completed).containsExactly("c", "a", "b");
    assertThat(outcomes).extracting(Outcome::index).containsExactly(0L, 1L, 2L);
    assertThat(outcomes).extracting(BatchAgents::describe).containsExactly("a", "b", "c");
  }

  @Test
  @DisplayName("F07 results are in input order when the first item is the last to complete")
  void lateItemsAreReadInInputOrder() {
    var lastIsDone = new CountDownLatch(1);
    var agent =
        agent(name -> {
          if (name.equals("a")) {
            BatchAgents.pass(lastIsDone);
          } else if (name.equals("c")) {
            lastIsDone.countDown();
          }
          return name;
        });

    List<Outcome<BasicChatOutput>> outcomes = Batch.of(agent).withMaxConcurrency(2).run(INPUTS);

    assertThat(outcomes).extracting(BatchAgents::describe).containsExactly("a", "b", "c");
  }

  @Test
  @DisplayName("F07 at most the maximum runs")
  void atMostTheMaximumRuns() {
    int max = 7;
    var allArrived = new CountDownLatch(max);
    var running = new AtomicInteger();
    var peak = new AtomicInteger();
    var agent =
        agent(name -> {
          peak.accumulateAndGet(running.incrementAndGet(), Math::max);
          allArrived.countDown();
          BatchAgents.pass(allArrived);
          running.decrementAndGet();
          return name;
        });

    Batch.of(agent).withMaxConcurrency(max).run(BatchAgents.inputs(500).toList());

    assertThat(peak).hasValue(max);
  }

  @Test
  @DisplayName("F07 a failure does not affect other items")
  void aFailureDoesNotAffectOtherItems() {
    var agent =
        agent(name -> {
          if (name.equals("b")) {
            throw new IllegalStateException("b failed");
          }
          return name;
        });

    List<Outcome<BasicChatOutput>> outcomes = Batch.of(agent).run(INPUTS);

    assertThat(outcomes)
        .extracting(BatchAgents::describe)
        .containsExactly("a", "IllegalStateException", "c");
    assertThat(outcomes.get(0))
        .isInstanceOfSatisfying(
            Outcome.Success.class,
            success -> {
              assertThat(success.result().attempts()).isEqualTo(1);
              assertThat(success.result().requests()).isEqualTo(1);
              assertThat(success.result().usage()).isEqualTo(Usage.of(7, 3));
            });
    assertThat(outcomes.get(1))
        .isInstanceOfSatisfying(
            Outcome.Failure.class, failure -> assertThat(failure.failure()).hasMessage("b failed"));
  }

  @Test
  @DisplayName("F07 the histories of items are isolated")
  void historiesAreIsolated() {
    var model = BatchAgents.model(name -> name);
    var history = ChatHistory.unbounded();
    var agent = AtomicAgent.of(model.model());
    agent.run(input("first"), RunOptions.history(history));
    List<Message> before = history.messages();

    Batch.of(agent).withOptions(RunOptions.history(history)).run(INPUTS);

    assertThat(history.messages()).isEqualTo(before);
    assertThat(model.requests().subList(1, 4))
        .allSatisfy(request -> {
          assertThat(request.messages()).hasSize(4);
          assertThat(request.messages().get(1).text()).contains("<first>");
        });
  }

  @Test
  @DisplayName("F07 the history of an agent is unchanged")
  void theHistoryOfAnAgentIsUnchanged() {
    var history = ChatHistory.unbounded();
    var agent =
        AtomicAgent.builder(BatchAgents.model(name -> name).model()).history(history).build();

    Batch.of(agent).run(INPUTS);

    assertThat(history.messages()).isEmpty();
  }

  private static Map<String, CountDownLatch> gates() {
    return Map.of(
        "a", new CountDownLatch(1), "b", new CountDownLatch(1), "c", new CountDownLatch(1));
  }

  private static CountDownLatch gate(Map<String, CountDownLatch> gates, String name) {
    return Objects.requireNonNull(gates.get(name), name);
  }
}
