package org.atomicagents.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.batch.BatchAgents.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.time.TimeSource;
import org.junit.jupiter.api.Test;

class BatchTest {

  @Test
  void runsTenThousandItems() {
    var running = new AtomicInteger();
    var peak = new AtomicInteger();
    var agent =
        agent(name -> {
          peak.accumulateAndGet(running.incrementAndGet(), Math::max);
          running.decrementAndGet();
          return name;
        });

    List<Outcome<BasicChatOutput>> outcomes =
        Batch.of(agent).withMaxConcurrency(100).run(BatchAgents.inputs(10_000).toList());

    assertThat(outcomes)
        .extracting(BatchAgents::describe)
        .containsExactlyElementsOf(IntStream.range(0, 10_000).mapToObj(i -> "" + i).toList());
    assertThat(peak).hasValueLessThanOrEqualTo(100);
  }

  @Test
  void hangingItemPausesTheReadingOfInputs() {
    int window = 10;
    var firstMayEnd = new CountDownLatch(1);
    var othersDone = new CountDownLatch(window - 1);
    var agent =
        agent(name -> {
          if (name.equals("0")) {
            BatchAgents.pass(firstMayEnd);
          }
          othersDone.countDown();
          return name;
        });
    var read = new AtomicInteger();
    Iterator<BasicChatInput> inputs =
        Stream.generate(() -> BatchAgents.input(read.getAndIncrement())).iterator();

    try (BatchRun<BasicChatOutput> run =
        Batch.of(agent).withMaxConcurrency(5).withWindow(window).start(inputs)) {
      BatchAgents.pass(othersDone);
      assertThat(read).hasValue(window);
      firstMayEnd.countDown();

      Iterator<Outcome<BasicChatOutput>> outcomes = run.inInputOrder().iterator();
      for (int i = 0; i < 1_000; i++) {
        assertThat(BatchAgents.describe(outcomes.next())).isEqualTo("" + i);
        assertThat(read).hasValueLessThanOrEqualTo(i + 1 + window);
      }
    }
  }

  @Test
  void failFastStopsAtTheFirstFailure() {
    var model = BatchAgents.model(BatchTest::failingFromTwo);
    var agent = AtomicAgent.of(model.model());

    List<Outcome<BasicChatOutput>> outcomes =
        Batch.of(agent)
            .withMaxConcurrency(1)
            .withStopPolicy(StopPolicy.failFast())
            .run(BatchAgents.inputs(6).toList());

    assertThat(outcomes)
        .extracting(BatchAgents::describe)
        .containsExactly(
            "0",
            "1",
            "IllegalStateException",
            "CancelledException",
            "CancelledException",
            "CancelledException");
    assertThat(outcomes).extracting(Outcome::index).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    assertThat(model.requests()).hasSize(3);
  }

  @Test
  void failFastCancelsItemsInFlight() {
    var hanging = new CountDownLatch(1);
    var agent =
        agent(name -> {
          if (name.equals("1")) {
            BatchAgents.pass(hanging);
            throw new IllegalStateException("failed");
          }
          hanging.countDown();
          BatchAgents.pass(new CountDownLatch(1));
          return name;
        });

    List<Outcome<BasicChatOutput>> outcomes =
        Batch.of(agent).withStopPolicy(StopPolicy.failFast()).run(BatchAgents.inputs(2).toList());

    assertThat(outcomes)
        .extracting(BatchAgents::describe)
        .containsExactly("CancelledException", "IllegalStateException");
  }

  @Test
  void errorBudgetStopsAtTheMaximumOfFailures() {
    var agent = agent(BatchTest::failingFromTwo);

    List<Outcome<BasicChatOutput>> outcomes =
        Batch.of(agent)
            .withMaxConcurrency(1)
            .withStopPolicy(StopPolicy.failures(3))
            .run(BatchAgents.inputs(10).toList());

    assertThat(outcomes.stream().map(BatchAgents::describe).toList().subList(2, 6))
        .containsExactly(
            "IllegalStateException",
            "IllegalStateException",
            "IllegalStateException",
            "CancelledException");
    assertThat(outcomes).hasSize(10);
  }

  @Test
  void closeCancelsItemsInFlight() {
    var started = new CountDownLatch(5);
    BatchRun<BasicChatOutput> run = Batch.of(agent(name -> hang(started))).start(endlessInputs());
    BatchAgents.pass(started);

    run.close();

    assertThat(run.isStopped()).isTrue();
    assertThat(run.progress().inFlight()).isZero();
    assertThat(run.progress().done()).isEqualTo(5);
    assertThat(run.inInputOrder())
        .extracting(BatchAgents::describe)
        .containsExactlyElementsOf(Collections.nCopies(5, "CancelledException"));
  }

  @Test
  void interruptOfTheReaderCancelsTheBatch() throws Exception {
    var started = new CountDownLatch(5);
    var failures = new ArrayList<Throwable>();
    var isInterrupted = new AtomicBoolean();
    BatchRun<BasicChatOutput> run = Batch.of(agent(name -> hang(started))).start(endlessInputs());
    Thread reader =
        Thread.ofVirtual()
            .start(() -> {
              try {
                run.inCompletionOrder().forEach(outcome -> {});
              } catch (RuntimeException e) {
                failures.add(e);
                isInterrupted.set(Thread.currentThread().isInterrupted());
              }
            });
    BatchAgents.pass(started);

    reader.interrupt();
    reader.join();

    assertThat(isInterrupted).isTrue();
    assertThat(failures)
        .singleElement()
        .extracting(Throwable::getMessage)
        .isEqualTo("Interrupted while reading the outcomes of a batch.");
    assertThat(run.progress().done()).isEqualTo(5);
    assertThat(run.progress().inFlight()).isZero();
  }

  @Test
  void exceptionOfTheInputsEndsTheIteration() {
    var failure = new IllegalArgumentException("line 4 is malformed");
    Iterator<BasicChatInput> inputs =
        IntStream.range(0, 10)
            .mapToObj(i -> {
              if (i == 3) {
                throw failure;
              }
              return BatchAgents.input(i);
            })
            .iterator();
    var read = new ArrayList<String>();

    try (BatchRun<BasicChatOutput> run = Batch.of(agent(name -> name)).start(inputs)) {
      assertThatThrownBy(
              () -> run.inInputOrder().forEach(outcome -> read.add(BatchAgents.describe(outcome))))
          .isSameAs(failure);
    }

    assertThat(read).containsExactly("0", "1", "2");
  }

  @Test
  void timeoutStopsTheBatch() {
    var started = new CountDownLatch(2);
    var timeout = new CountDownLatch(1);
    Batch<BasicChatInput, BasicChatOutput> batch =
        Batch.of(agent(name -> hang(started)))
            .withMaxConcurrency(2)
            .withTimeout(Duration.ofHours(1))
            .withTimeSource(sleepingUntil(timeout));

    try (BatchRun<BasicChatOutput> run = batch.start(endlessInputs())) {
      BatchAgents.pass(started);
      timeout.countDown();

      assertThat(run.inInputOrder())
          .extracting(BatchAgents::describe)
          .containsExactly("TimedOutException", "TimedOutException");
    }
  }

  @Test
  void progressCountsItems() {
    var snapshots = new ArrayList<BatchProgress>();

    Batch.of(agent(BatchTest::failingFromTwo))
        .withMaxConcurrency(1)
        .withWindow(1)
        .withProgressListener(snapshots::add)
        .run(BatchAgents.inputs(4).toList());

    assertThat(snapshots).extracting(BatchProgress::done).containsExactly(1L, 2L, 3L, 4L);
    assertThat(snapshots).extracting(BatchProgress::failed).containsExactly(0L, 0L, 1L, 2L);
    assertThat(snapshots.getLast().timeLeft()).contains(Duration.ZERO);
    assertThat(snapshots.getFirst().itemsPerSecond()).isPositive();
  }

  @Test
  void errorsAndNullInputsAreFailures() {
    var agent =
        agent(name -> {
          throw new StackOverflowError();
        });

    List<Outcome<BasicChatOutput>> outcomes =
        Batch.of(agent).run(Arrays.asList(BatchAgents.input("a"), null));

    assertThat(outcomes)
        .extracting(BatchAgents::describe)
        .containsExactly("IllegalStateException", "NullPointerException");
  }

  @Test
  void outcomesAreReadOnce() {
    try (BatchRun<BasicChatOutput> run =
        Batch.of(agent(name -> name)).start(List.<BasicChatInput>of())) {
      assertThat(run.inInputOrder()).isEmpty();

      assertThatThrownBy(run::inCompletionOrder)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("The outcomes of this batch run are already read.");
    }
  }

  @Test
  void settingsAreChecked() {
    var batch = Batch.of(agent(name -> name));

    assertThatThrownBy(() -> batch.withMaxConcurrency(0))
        .hasMessage("max: expected 1 or more, found 0");
    assertThatThrownBy(() -> batch.withWindow(-1))
        .hasMessage("items: expected 1 or more, found -1");
    assertThatThrownBy(() -> batch.withTimeout(Duration.ZERO))
        .hasMessage("timeout: expected a positive duration, found PT0S");
    assertThatThrownBy(() -> StopPolicy.failures(0))
        .hasMessage("maxFailures: expected 1 or more, found 0");
  }

  private static String failingFromTwo(String name) {
    if (Integer.parseInt(name) >= 2) {
      throw new IllegalStateException("failed");
    }
    return name;
  }

  private static String hang(CountDownLatch started) {
    started.countDown();
    BatchAgents.pass(new CountDownLatch(1));
    return "";
  }

  private static Iterator<BasicChatInput> endlessInputs() {
    return IntStream.iterate(0, i -> i + 1).mapToObj(BatchAgents::input).iterator();
  }

  private static TimeSource sleepingUntil(CountDownLatch end) {
    return new TimeSource() {
      @Override
      public Instant now() {
        return Instant.EPOCH;
      }

      @Override
      public long nanoTime() {
        return 0;
      }

      @Override
      public void sleep(Duration duration) throws InterruptedException {
        end.await();
      }
    };
  }
}
