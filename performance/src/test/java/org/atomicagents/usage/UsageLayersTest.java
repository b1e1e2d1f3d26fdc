package org.atomicagents.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atomicagents.usage.UsageRuns.priced;
import static org.atomicagents.usage.UsageRuns.run;
import static org.atomicagents.usage.UsageRuns.send;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.TransportException.Stage;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.limit.DrivenClock;
import org.atomicagents.message.Usage;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.model.RunContext;
import org.atomicagents.price.Charge;
import org.atomicagents.price.Money;
import org.atomicagents.price.Prices;
import org.atomicagents.price.TokenRates;
import org.atomicagents.resilience.HedgePolicy;
import org.atomicagents.resilience.ModelChain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Usage limits outside of retries, fallbacks and hedges. */
@Timeout(60)
class UsageLayersTest {
  private static final int ROUNDS = 500;

  private final UsageClock clock = new UsageClock();
  private long requests;
  private long input;
  private long output;
  private BigDecimal cost = BigDecimal.ZERO;
  private BigDecimal reportedCost = BigDecimal.ZERO;

  @Test
  void everyRequestOfEveryModelCountsWithItsPrice() {
    long seed = System.nanoTime();
    System.out.println("UsageLayersTest seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      UsageLimits limits = UsageLimits.ofTokens(1_000_000).withMoney(Money.of("USD", "1000000"));
      var limiter = UsageLimiter.builder("m", limits).timeSource(clock).build();
      Model first = randomModel("first", 1, random);
      Model second = randomModel("second", 7, random);
      Model chain =
          ModelChain.of(first)
              .withUsageLimits(limiter)
              .withFallback(second)
              .withRetry(RetryPolicy.ofDefaults().withMaxRetries(random.nextInt(3)))
              .toModel();
      reset();
      RunContext run = run(clock);
      for (int i = 0; i < 5; i++) {
        try {
          send(chain, run);
        } catch (AgentException e) {
          // The usage of failed runs counts, too.
        }
      }

      UsageReport report = limiter.report();
      assertThat(report.reserved().requests()).as("seed %d", seed).isZero();
      assertThat(report.used().requests()).as("seed %d", seed).isEqualTo(requests);
      assertThat(report.used().inputTokens()).as("seed %d", seed).isEqualTo(input);
      assertThat(report.used().outputTokens()).as("seed %d", seed).isEqualTo(output);
      assertThat(report.used().cost()).as("seed %d", seed).isEqualByComparingTo(cost);
      assertThat(run.requests()).as("seed %d", seed).isEqualTo((int) requests);
      assertThat(Charge.total(run.charges()).orElseThrow())
          .as("seed %d", seed)
          .isEqualByComparingTo(reportedCost);
    }
  }

  @Test
  void theLoserOfAHedgeCounts() {
    var clock = DrivenClock.advancing();
    var limiter = UsageLimiter.builder("m", UsageLimits.ofTokens(100)).timeSource(clock).build();
    var sent = new AtomicInteger();
    Model model =
        UsageRuns.model((request, context) -> {
          if (sent.incrementAndGet() == 1) {
            throw awaitCancellation(context);
          }
          return UsageRuns.response(Usage.of(10, 5));
        });
    Model chain =
        ModelChain.of(model)
            .withUsageLimits(limiter)
            .withHedging(HedgePolicy.ofDefaults().withTimeSource(clock))
            .toModel();

    send(chain, run(clock));

    assertThat(sent).hasValue(2);
    // The loser is settled on its own thread.
    while (limiter.report().used().requests() < 2) {
      Thread.onSpinWait();
    }
    assertThat(limiter.report().used().requests()).isEqualTo(2);
    assertThat(limiter.report().used().tokens()).isEqualTo(10 + 15);
    assertThat(limiter.report().reserved().requests()).isZero();
  }

  @Test
  void aHedgeBeyondTheLimitLeavesTheFirstRequestAlone() {
    var clock = DrivenClock.advancing();
    var limiter = UsageLimiter.builder("m", UsageLimits.ofRequests(1)).timeSource(clock).build();
    var sent = new AtomicInteger();
    var isRefused = new CompletableFuture<Boolean>();
    Model model =
        UsageRuns.model((request, context) -> {
          sent.incrementAndGet();
          // The hedge is sent, and refused, while this request waits.
          isRefused.join();
          return UsageRuns.response(Usage.of(10, 5));
        });
    Model chain =
        ModelChain.of(model)
            .withUsageLimits(limiter)
            .withHedging(HedgePolicy.ofDefaults().withTimeSource(clock))
            .toModel();
    var listeners =
        Listeners.none().with(AgentEvent.LimitReached.class, event -> isRefused.complete(true));

    List<ModelEvent> events = send(chain, run(clock, listeners));

    assertThat(events).contains(new ModelEvent.TextDelta("12345678"));
    assertThat(sent).hasValue(1);
    assertThat(limiter.report().used().requests()).isEqualTo(1);
  }

  private static CancelledException awaitCancellation(RunContext context) {
    var cancelled = new CompletableFuture<Boolean>();
    Runnable uncancel = context.onCancel(() -> cancelled.complete(true));
    try {
      cancelled.get();
      return CancelledException.closed("waiting");
    } catch (InterruptedException e) {
      return CancelledException.interrupted("waiting", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      uncancel.run();
    }
  }

  private void reset() {
    requests = 0;
    input = 0;
    output = 0;
    cost = BigDecimal.ZERO;
    reportedCost = BigDecimal.ZERO;
  }

  private Model randomModel(String name, long price, Random random) {
    var rates =
        TokenRates.of(
            BigDecimal.valueOf(price * 1_000_000), BigDecimal.valueOf(2 * price * 1_000_000));
    Model model = Model.of((request, context) -> respond(request, price, random), name);
    return priced(model, Prices.ofDollars(rates));
  }

  private ModelExchange respond(ModelRequest request, long price, Random random) {
    assertThat(request.sampling().maxTokens()).isEqualTo(20);
    return switch (random.nextInt(5)) {
      case 0, 1 -> {
        long tokens = 2L + random.nextInt(18);
        count(10, tokens, price);
        reportedCost = reportedCost.add(BigDecimal.valueOf(price * (10 + 2 * tokens)));
        yield UsageRuns.response(Usage.of(10, tokens));
      }
      case 2 -> {
        count(0, 0, price);
        throw UnavailableException.of(new ProviderError("test", 503, null, "Down", ""), null);
      }
      case 3 -> {
        count(10, 0, price);
        throw TransportException.of("reset", Stage.REQUEST, null);
      }
      default -> {
        int tokens = random.nextInt(4);
        count(10, tokens, price);
        yield UsageRuns.failing(
            tokens == 0 ? List.of() : List.of(new ModelEvent.TextDelta("x".repeat(4 * tokens))),
            TransportException.of("cut", Stage.RESPONSE, null));
      }
    };
  }

  private void count(long inputTokens, long outputTokens, long price) {
    requests++;
    input += inputTokens;
    output += outputTokens;
    cost = cost.add(BigDecimal.valueOf(price * (inputTokens + 2 * outputTokens)));
  }
}
