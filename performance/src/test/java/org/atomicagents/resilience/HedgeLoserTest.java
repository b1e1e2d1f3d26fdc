package org.atomicagents.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.resilience.ResilienceRuns.REQUEST;
import static org.atomicagents.resilience.ResilienceRuns.badRequest;
import static org.atomicagents.resilience.ResilienceRuns.brokenResponse;
import static org.atomicagents.resilience.ResilienceRuns.response;
import static org.atomicagents.resilience.ResilienceRuns.unavailable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.atomicagents.error.AgentException;
import org.atomicagents.limit.DrivenClock;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The usage of a hedged request whose client does not obey a cancellation at once. */
@Timeout(60)
class HedgeLoserTest {
  private static final int INPUT_TOKENS = 2;

  private final DrivenClock clock = DrivenClock.stopped();
  private final RunContext context =
      ResilienceRuns.context(clock, Deadline.none(), new ArrayList<>());
  private final HedgePolicy hedging =
      HedgePolicy.ofDefaults()
          .withTimeSource(clock)
          .withTokenCounter(text -> INPUT_TOKENS)
          .withInitialDelay(Duration.ofSeconds(2));
  private final CompletableFuture<Object> first = new CompletableFuture<>();
  private final CompletableFuture<Object> second = new CompletableFuture<>();
  private final CompletableFuture<Void> firstSent = new CompletableFuture<>();
  private final CompletableFuture<Thread> secondThread = new CompletableFuture<>();
  private final Model model = Model.of(this::open, "model");

  private ModelExchange open(ModelRequest request, RunContext run) {
    boolean isFirst = firstSent.complete(null);
    if (!isFirst) {
      secondThread.complete(Thread.currentThread());
    }
    // Unlike get(), this method ignores an interrupt.
    Object end = (isFirst ? first : second).join();
    if (end instanceof AgentException failure) {
      throw failure;
    }
    return response((String) end);
  }

  @Test
  void countsTheInputOfTheSecondRequestBeforeTheFirstResponseIsReturned() throws Exception {
    CompletableFuture<Usage> call = hedged();

    first.complete("first");

    assertThat(call.get()).isEqualTo(Usage.of(10 + INPUT_TOKENS, 5));
    endSecond(brokenResponse());
    assertThat(context.usage()).isEqualTo(Usage.of(10 + INPUT_TOKENS, 5));
    assertThat(context.charges()).hasSize(2);
  }

  @Test
  void countsASecondResponseThatBeginsLaterOnce() throws Exception {
    CompletableFuture<Usage> call = hedged();
    first.complete("first");
    call.get();

    endSecond("second");

    assertThat(context.usage()).isEqualTo(Usage.of(10 + INPUT_TOKENS, 5));
    assertThat(context.requests()).isEqualTo(2);
  }

  @Test
  void countsTheSecondRequestIfTheFirstIsRejected() throws Exception {
    CompletableFuture<Usage> call = hedged();

    first.complete(badRequest(400));

    assertThatThrownBy(call::get).hasMessageContaining("rejected the request");
    assertThat(context.usage()).isEqualTo(Usage.of(INPUT_TOKENS, 0));
    endSecond(brokenResponse());
    assertThat(context.usage()).isEqualTo(Usage.of(INPUT_TOKENS, 0));
  }

  @Test
  void countsTheFirstRequestIfItsConnectionBreaksByTheCancellation() throws Exception {
    CompletableFuture<Usage> call = hedged(first::complete);

    second.complete("second");

    assertThat(call.get()).isEqualTo(Usage.of(10 + INPUT_TOKENS, 5));
  }

  @Test
  void countsNoInputOfARejectedSecondRequest() throws Exception {
    CompletableFuture<Usage> call = hedged();
    endSecond(unavailable());

    first.complete("first");

    assertThat(call.get()).isEqualTo(Usage.of(10, 5));
  }

  private CompletableFuture<Usage> hedged() throws Exception {
    return hedged(failure -> {});
  }

  /**
   * Sends both requests; returns the usage of the run at the end of its response.
   *
   * @param onCancel receives the failure of a broken connection when the first one is cancelled
   */
  private CompletableFuture<Usage> hedged(Consumer<AgentException> onCancel) throws Exception {
    CompletableFuture<Usage> call =
        CompletableFuture.supplyAsync(
            () -> {
              ResilienceRuns.send(
                  hedging,
                  context,
                  (request, run) -> {
                    run.onCancel(() -> onCancel.accept(brokenResponse()));
                    return model.open(REQUEST, run);
                  });
              return context.usage();
            },
            action -> Thread.ofVirtual().start(action));
    firstSent.get();
    clock.awaitSleepers(1);
    clock.advance(Duration.ofSeconds(2));
    secondThread.get();
    return call;
  }

  private void endSecond(Object end) throws Exception {
    second.complete(end);
    secondThread.get().join();
  }
}
