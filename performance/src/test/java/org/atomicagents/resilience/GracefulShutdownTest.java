package org.atomicagents.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.atomicagents.Agent;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.OverlapPolicy;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ShutdownException;
import org.atomicagents.limit.DrivenClock;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GracefulShutdownTest {
  private static final BasicChatInput HELLO = new BasicChatInput("hello");
  private static final String GOOD = "{\"chat_message\":\"hi\"}";
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final DrivenClock clock = DrivenClock.stopped();
  private final GracefulShutdown shutdown = GracefulShutdown.within(DEADLINE, clock);
  private final PendingResponses provider = new PendingResponses();
  private final Agent<BasicChatInput, BasicChatOutput> agent =
      shutdown.guard(AtomicAgent.of(provider.pendingModel()));

  @Test
  void rejectsRunsAfterTheShutdown() {
    ShutdownReport report = shutdown.stop();

    assertThat(report.isClean()).isTrue();
    assertThat(report.finished()).isZero();
    assertThatThrownBy(() -> agent.run(HELLO))
        .isInstanceOf(ShutdownException.class)
        .hasMessage(
            "The application shuts down: rejected starting a run.\nUse another instance of it.");
    assertThatThrownBy(() -> agent.stream(HELLO)).isInstanceOf(ShutdownException.class);
    assertThatThrownBy(() -> shutdown.closing("late", () -> {}))
        .isInstanceOf(ShutdownException.class)
        .hasMessageContaining("rejected adding the resource 'late'");
  }

  @Test
  void rejectsAPreparedRunAndReleasesItsConversation() {
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.REJECT);
    var bare = AtomicAgent.of(ScriptedModel.answering(GOOD).model());
    Agent<BasicChatInput, BasicChatOutput> guarded = shutdown.guard(bare);
    PreparedRun<BasicChatOutput> call = guarded.prepare(HELLO, RunOptions.history(history));

    shutdown.stop();

    assertThatThrownBy(call::call).isInstanceOf(ShutdownException.class);
    bare.run(HELLO, RunOptions.history(history));
    assertThat(history.messages()).hasSize(2);
  }

  @Test
  void waitsForRunsInProgressAndThenClosesTheResourcesInOrder() throws Exception {
    List<String> closed = new CopyOnWriteArrayList<>();
    shutdown.closing("journal", () -> closed.add("journal:" + shutdown.active()));
    shutdown.closing("pool", () -> closed.add("pool"));
    CompletableFuture<BasicChatOutput> call = async(() -> agent.run(HELLO));
    PendingResponses.Pending request = provider.take();
    CompletableFuture<ShutdownReport> report = async(shutdown::stop);
    clock.awaitSleepers(1);
    assertThat(shutdown.isStopping()).isTrue();
    assertThat(closed).isEmpty();

    request.respond(GOOD);

    assertThat(call.get()).isEqualTo(new BasicChatOutput("hi"));
    assertThat(report.get()).isEqualTo(new ShutdownReport(1, 0, 0, List.of(), Duration.ZERO));
    assertThat(closed).containsExactly("journal:0", "pool");
  }

  @Test
  void cancelsRunsAtTheDeadline() throws Exception {
    var history = ChatHistory.unbounded();
    var interrupted = new AtomicReference<Boolean>();
    CompletableFuture<BasicChatOutput> call =
        async(() -> {
          try {
            return agent.run(HELLO, RunOptions.history(history));
          } finally {
            interrupted.set(Thread.currentThread().isInterrupted());
          }
        });
    provider.take();
    CompletableFuture<BasicChatOutput> reader =
        async(() -> {
          try (AgentStream<BasicChatOutput> stream = agent.stream(HELLO)) {
            return stream.result();
          }
        });
    PendingResponses.Pending streamed = provider.take();
    streamed.start();
    CompletableFuture<ShutdownReport> report = async(shutdown::stop);
    clock.awaitSleepers(1);

    clock.advance(DEADLINE);

    assertThat(report.get()).isEqualTo(new ShutdownReport(0, 2, 0, List.of(), DEADLINE));
    assertThatThrownBy(call::get).hasCauseInstanceOf(CancelledException.class);
    assertThatThrownBy(reader::get).hasCauseInstanceOf(CancelledException.class);
    assertThat(interrupted.get()).isTrue();
    assertThat(history.messages()).isEmpty();
    assertThat(streamed.isClosed()).isTrue();
  }

  @Test
  void countsRunsThatIgnoreTheirCancellation() throws Exception {
    var started = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var stubborn =
        shutdown.guard(
            AtomicAgent.of(
                ScriptedModel.by(
                        request -> {
                          started.countDown();
                          awaitUninterruptibly(release);
                          return ScriptedResponse.text(GOOD);
                        })
                    .model()));
    CompletableFuture<BasicChatOutput> call = async(() -> stubborn.run(HELLO));
    awaitUninterruptibly(started);
    CompletableFuture<ShutdownReport> report = async(shutdown::stop);
    clock.awaitSleepers(1);
    clock.advance(DEADLINE);
    while (!report.isDone()) {
      clock.advance(Duration.ofSeconds(1));
      Thread.onSpinWait();
    }

    assertThat(report.get().cancelled()).isEqualTo(1);
    assertThat(report.get().unfinished()).isEqualTo(1);
    release.countDown();
    assertThatThrownBy(call::get).hasCauseInstanceOf(CancelledException.class);
  }

  @Test
  void waitsForOpenStreams() throws Exception {
    var model = ScriptedModel.answering(GOOD, GOOD, GOOD, GOOD).model();
    Agent<BasicChatInput, BasicChatOutput> scripted = shutdown.guard(AtomicAgent.of(model));
    AgentStream<BasicChatOutput> read = scripted.stream(HELLO);
    AgentStream<BasicChatOutput> iterated = scripted.stream(HELLO);
    AgentStream<BasicChatOutput> closed = scripted.stream(HELLO);
    AgentStream<BasicChatOutput> open = scripted.stream(HELLO);
    assertThat(shutdown.active()).isEqualTo(4);

    read.result();
    iterated.deltas().forEach(delta -> {});
    closed.close();

    assertThat(shutdown.active()).isEqualTo(1);
    CompletableFuture<ShutdownReport> report = async(shutdown::stop);
    clock.awaitSleepers(1);
    open.close();
    assertThat(report.get().finished()).isEqualTo(1);
  }

  @Test
  void reportsResourcesThatFailOrDoNotClose() throws Exception {
    var closed = new LinkedBlockingQueue<String>();
    var failure = new IllegalStateException("no disk");
    shutdown.closing(
        "failing",
        () -> {
          throw failure;
        });
    shutdown.closing("hanging", () -> new CountDownLatch(1).await());
    shutdown.closing("last", () -> closed.add("last"));
    CompletableFuture<ShutdownReport> report = async(shutdown::stop);
    while (!report.isDone()) {
      clock.advance(Duration.ofSeconds(5));
      Thread.onSpinWait();
    }

    // The clock may exceed the time limit of a close before its thread has begun.
    assertThat(closed.take()).isEqualTo("last");
    assertThat(closed).isEmpty();
    assertThat(report.get().isClean()).isFalse();
    assertThat(report.get().failedCloses())
        .extracting(ShutdownReport.FailedClose::resource)
        .contains("hanging");
    assertThat(report.get().failedCloses())
        .filteredOn(f -> f.resource().equals("failing"))
        .allMatch(f -> failure.equals(f.cause()) || f.cause().getMessage().contains("10000 ms"));
  }

  @Test
  void returnsTheSameReportToEachCaller() throws Exception {
    var closes = new AtomicInteger();
    shutdown.closing("pool", closes::incrementAndGet);

    ShutdownReport first = shutdown.stop();

    assertThat(shutdown.stop()).isSameAs(first);
    assertThat(closes).hasValue(1);
  }

  @Test
  void doesNotWaitForTheRunThatStops() {
    var stopping =
        shutdown.guard(
            AtomicAgent.of(
                ScriptedModel.by(
                        request -> {
                          shutdown.stop();
                          return ScriptedResponse.text(GOOD);
                        })
                    .model()));

    assertThat(stopping.run(HELLO)).isEqualTo(new BasicChatOutput("hi"));
    assertThat(shutdown.isStopping()).isTrue();
  }

  @RepeatedTest(20)
  void rejectsOrWaitsForRunsThatBeginMeanwhile() throws Exception {
    var model = ScriptedModel.by(request -> ScriptedResponse.text(GOOD)).model();
    var racing = GracefulShutdown.within(Duration.ofMinutes(1));
    var isClosed = new CompletableFuture<Void>();
    racing.closing("pool", () -> isClosed.complete(null));
    Agent<BasicChatInput, BasicChatOutput> guarded = racing.guard(AtomicAgent.of(model));
    var calls = new ArrayList<CompletableFuture<Integer>>();
    for (int i = 0; i < 4; i++) {
      calls.add(
          async(() -> {
            int finished = 0;
            while (true) {
              try {
                guarded.run(HELLO);
              } catch (ShutdownException e) {
                return finished;
              }
              finished++;
            }
          }));
    }

    ShutdownReport report = racing.stop();

    for (CompletableFuture<Integer> call : calls) {
      assertThat(call.get()).isNotNegative();
    }
    assertThat(report.isClean()).isTrue();
    assertThat(isClosed).isDone();
    assertThat(report.finished()).isLessThanOrEqualTo(4);
  }

  @Test
  void rejectsANegativeDeadline() {
    assertThatThrownBy(() -> GracefulShutdown.within(Duration.ofSeconds(-1)))
        .hasMessage("deadline: expected 0 or more, found PT-1S");
  }

  private static <T> CompletableFuture<T> async(java.util.concurrent.Callable<T> call) {
    var result = new CompletableFuture<T>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            result.complete(call.call());
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
