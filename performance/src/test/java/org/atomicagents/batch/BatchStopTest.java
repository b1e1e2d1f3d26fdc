package org.atomicagents.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Stops of batches by policies, and of batches whose threads ignore interrupts. */
@Timeout(60)
class BatchStopTest {

  @Test
  void errorRateStopsFromAMinimumOfItems() {
    var agent =
        BatchAgents.agent(name -> {
          if (Integer.parseInt(name) % 2 == 0) {
            throw new IllegalStateException("failed");
          }
          return name;
        });

    try (BatchRun<BasicChatOutput> run =
        Batch.of(agent)
            .withMaxConcurrency(1)
            .withWindow(1)
            .withStopPolicy(StopPolicy.errorRate(0.4, 10))
            .start(BatchAgents.inputs(100))) {
      assertThat(run.inInputOrder()).hasSize(10);
      assertThat(run.stopReason()).contains(StopReason.FAILURES);
    }
  }

  @Test
  void errorRateAtTheMaximumContinues() {
    StopPolicy policy = StopPolicy.errorRate(0.1, 50);

    assertThat(policy.stops(49, 49)).isFalse();
    assertThat(policy.stops(50, 5)).isFalse();
    assertThat(policy.stops(50, 6)).isTrue();
    assertThat(policy.stops(1_000, 100)).isFalse();
    assertThat(StopPolicy.collectAll().stops(1_000, 1_000)).isFalse();
    assertThat(StopPolicy.failures(3).withErrorRate(0.5, 100).stops(3, 3)).isTrue();
    assertThatThrownBy(() -> StopPolicy.errorRate(1.5, 1))
        .hasMessage("maxErrorRate: expected 0 to 1, found 1.5");
    assertThatThrownBy(() -> StopPolicy.errorRate(0.5, 0))
        .hasMessage("minItems: expected 1 or more, found 0");
  }

  @Test
  @SuppressWarnings("try") // The close that ends at once is the one inside.
  void aBlockedIteratorDoesNotDelayTheEndOfAStoppedBatch() {
    var isReading = new CountDownLatch(1);
    var mayEnd = new CountDownLatch(1);
    Iterator<BasicChatInput> inputs =
        Stream.concat(
                Stream.of(BatchAgents.input("a")),
                Stream.generate(() -> {
                  isReading.countDown();
                  passIgnoringInterrupts(mayEnd);
                  return BatchAgents.input("late");
                }))
            .iterator();
    var agent =
        BatchAgents.agent(name -> {
          BatchAgents.pass(isReading);
          throw new IllegalStateException("failed");
        });

    try (BatchRun<BasicChatOutput> run =
        Batch.of(agent).withStopPolicy(StopPolicy.failFast()).start(inputs)) {
      assertThat(run.inInputOrder())
          .extracting(BatchAgents::describe)
          .containsExactly("IllegalStateException");
      run.close();
    }
    mayEnd.countDown();
  }

  @Test
  void anItemThatIgnoresInterruptsHasAnOutcome() {
    var isRunning = new CountDownLatch(1);
    var mayEnd = new CountDownLatch(1);
    var agent =
        BatchAgents.agent(name -> {
          if (name.equals("0")) {
            isRunning.countDown();
            passIgnoringInterrupts(mayEnd);
            return name;
          }
          BatchAgents.pass(isRunning);
          throw new IllegalStateException("failed");
        });

    List<Outcome<BasicChatOutput>> outcomes =
        Batch.of(agent).withStopPolicy(StopPolicy.failFast()).run(BatchAgents.inputs(2).toList());

    assertThat(outcomes)
        .extracting(BatchAgents::describe)
        .containsExactly("CancelledException", "IllegalStateException");
    mayEnd.countDown();
  }

  @Test
  void aStreamIsClosedAfterItsLastElement() {
    var isClosed = new AtomicBoolean();
    Stream<BasicChatInput> inputs = BatchAgents.inputs(3).onClose(() -> isClosed.set(true));

    try (BatchRun<BasicChatOutput> run = Batch.of(BatchAgents.agent(name -> name)).start(inputs)) {
      assertThat(run.inInputOrder()).hasSize(3);
      assertThat(isClosed).isTrue();
    }
  }

  @Test
  void invalidItemsOfASourceFailWithoutEndingTheBatch() {
    var items = new ArrayList<BatchItem<BasicChatInput>>();
    items.add(BatchItem.of(BatchAgents.input("a")));
    items.add(BatchItem.invalid(new IllegalArgumentException("malformed")));
    items.add(BatchItem.of(BatchAgents.input("b")));
    var source =
        new BatchSource<BasicChatInput>() {
          @Override
          public Optional<BatchItem<BasicChatInput>> next() {
            return items.isEmpty() ? Optional.empty() : Optional.of(items.removeFirst());
          }
        };

    try (BatchRun<BasicChatOutput> run = Batch.of(BatchAgents.agent(name -> name)).start(source)) {
      assertThat(run.inInputOrder())
          .extracting(BatchAgents::describe)
          .containsExactly("a", "IllegalArgumentException", "b");
      assertThat(run.progress().failed()).isEqualTo(1);
    }
  }

  private static void passIgnoringInterrupts(CountDownLatch gate) {
    while (true) {
      try {
        gate.await();
        return;
      } catch (InterruptedException e) {
        // Ignored, as in code that polls a queue in a loop.
      }
    }
  }
}
