package org.atomicagents.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.batch.StopPolicy;
import org.atomicagents.error.ModelRefusalException;
import org.atomicagents.error.TransportException;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelCatalog;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelProfile;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.price.Prices;
import org.atomicagents.price.TokenRates;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.atomicagents.time.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoadRunTest {
  private static final String VALID = "{\"chat_message\":\"hello\"}";
  private static final List<BasicChatInput> INPUTS =
      List.of(new BasicChatInput("one"), new BasicChatInput("two"), new BasicChatInput("three"));

  private final LoadClock clock = new LoadClock();

  @Test
  void oneRunHasItsExactTimes() {
    ScriptedModel model = ScriptedModel.by(request -> response(300, 700));

    LoadLevel level = measure(model.model(), LoadPlan.of(1, 1).withWarmUpRuns(0)).levels().get(0);

    assertThat(level.latency().at(50)).isEqualTo(Duration.ofSeconds(1));
    assertThat(level.latency().p99()).isEqualTo(Duration.ofSeconds(1));
    assertThat(level.latency().min()).isEqualTo(Duration.ofSeconds(1));
    assertThat(level.firstToken().p50()).isEqualTo(Duration.ofMillis(300));
    assertThat(level.elapsed()).isEqualTo(Duration.ofSeconds(1));
    assertThat(level.runsPerSecond()).isEqualTo(1);
    assertThat(level.outputTokensPerSecond()).isEqualTo(20);
    assertThat(level.phases().total()).isEqualTo(1e9);
    assertThat(level.spend().usage()).isEqualTo(Usage.of(100, 20));
    assertThat(level.work().requests()).isEqualTo(1);
    assertThat(level.isComplete()).isTrue();
  }

  @Test
  void percentilesAreNearestRanks() {
    var number = new AtomicInteger();
    ScriptedModel model = ScriptedModel.by(request -> response(0, 10L * number.incrementAndGet()));

    DurationFigures latency =
        measure(model.model(), LoadPlan.of(100, 1).withWarmUpRuns(0)).levels().get(0).latency();

    assertThat(latency.count()).isEqualTo(100);
    assertThat(latency.mean()).isEqualTo(Duration.ofMillis(505));
    assertThat(latency.min()).isEqualTo(Duration.ofMillis(10));
    assertThat(latency.max()).isEqualTo(Duration.ofSeconds(1));
    assertThat(latency.p50().toNanos()).isBetween(499_500_000L, 500_500_000L);
    assertThat(latency.p95().toNanos()).isBetween(949_000_000L, 951_000_000L);
    assertThat(latency.at(100)).isEqualTo(latency.max());
  }

  @Test
  void eachLevelUsesTheInputsFromTheFirst() {
    ScriptedModel model = ScriptedModel.by(request -> response(1, 1));

    LoadReport report = measure(model.model(), LoadPlan.of(4, 1, 2).withWarmUpRuns(1));

    assertThat(model.requests())
        .extracting(request -> request.messages().getLast().text())
        .extracting(text -> text.replaceAll("[^a-z_]", "").replace("chat_message", ""))
        .startsWith("one", "one", "two", "three", "one", "one");
    assertThat(model.requests()).hasSize(10);
    assertThat(report.levels()).extracting(LoadLevel::concurrency).containsExactly(1, 2);
    assertThat(report.levels()).extracting(LoadLevel::runs).containsExactly(4L, 4L);
    assertThat(report.warmUp().runs()).isEqualTo(2);
    assertThat(report.spend().usage()).isEqualTo(Usage.of(1000, 200));
    assertThat(report.started()).isEqualTo(LoadClock.START);
    assertThat(report.isComplete()).isTrue();
  }

  @Test
  void aRetryAndAReAskAreIntervalsOfTheTrace() {
    var number = new AtomicInteger();
    ScriptedModel model =
        ScriptedModel.by(request ->
            switch (number.incrementAndGet()) {
              case 1 -> TimedResponses.failing(clock, 40, unreachable());
              case 2 -> TimedResponses.of(clock, "{\"chat_message\":7}", 100, 50, usage());
              default -> response(200, 60);
            });

    Model retrying = model.model().withRetry(RetryPolicy.ofDefaults());

    LoadLevel level = measure(retrying, LoadPlan.of(1, 1).withWarmUpRuns(0)).levels().get(0);

    CallTrace trace = level.examples().getFirst().trace();
    assertThat(trace.segments())
        .extracting(TraceSegment::kind)
        .startsWith(TraceKind.FAILED, TraceKind.BACKOFF, TraceKind.WAIT, TraceKind.STREAM)
        // The clock does not wait for the reader of the stream, which may miss the first text.
        .endsWith(trace.segments().size() == 5 ? TraceKind.RESPONSE : TraceKind.STREAM);
    assertThat(trace.segments().getFirst().note()).isEqualTo("TransportException");
    assertThat(trace.segments().get(2).length()).isEqualTo(Duration.ofMillis(100));
    assertThat(trace.segments().get(3).length()).isEqualTo(Duration.ofMillis(50));
    assertThat(trace.segments().stream().map(TraceSegment::length).reduce(Duration::plus))
        .hasValue(trace.latency());
    assertThat(level.work().retries()).isEqualTo(1);
    assertThat(level.work().reAsks()).isEqualTo(1);
    assertThat(level.work().requests()).isEqualTo(3);
    assertThat(level.work().requestFailures()).isEqualTo(Map.of("TransportException", 1L));
    assertThat(level.work().violations()).isEqualTo(Map.of("$.chat_message", 1L));
    assertThat(level.phases().of(Phase.BACKOFF)).isPositive();
  }

  @Test
  void failuresAreCountedByTypeAndDoNotTakePartInLatencies() {
    var number = new AtomicInteger();
    ScriptedModel model =
        ScriptedModel.by(request ->
            number.incrementAndGet() % 3 == 0
                ? ScriptedResponse.refusal("no </script>")
                : response(10, 10));

    LoadReport report = measure(model.model(), LoadPlan.of(9, 1).withWarmUpRuns(0));

    LoadLevel level = report.levels().getFirst();
    assertThat(level.succeeded()).isEqualTo(6);
    assertThat(level.failed()).isEqualTo(3);
    assertThat(level.failures()).hasSize(1);
    assertThat(level.failures().getFirst().type()).isEqualTo("ModelRefusalException");
    assertThat(level.failures().getFirst().message()).contains("no </script>");
    assertThat(level.latency().count()).isEqualTo(6);
    assertThat(level.examples())
        .extracting(CallTrace.Example::reason)
        .endsWith(CallTrace.Reason.FAILED, CallTrace.Reason.FAILED, CallTrace.Reason.FAILED);
    assertThat(report.isComplete()).isTrue();
  }

  @Test
  void aWarmUpWithoutSuccessThrowsItsFailure() {
    ScriptedModel model = ScriptedModel.by(request -> ScriptedResponse.refusal("never"));

    assertThatThrownBy(() -> measure(model.model(), LoadPlan.of(50, 2)))
        .isInstanceOf(ModelRefusalException.class);
    assertThat(model.requests()).hasSize(2);
  }

  @Test
  void aMaximumCostStartsNoFurtherRun() {
    ScriptedModel model = ScriptedModel.by(request -> response(1, 1));
    Model priced = priced(model);

    LoadReport report =
        measure(priced, LoadPlan.of(100, 1).withWarmUpRuns(0).withMaxCost(new BigDecimal("0.01")));

    assertThat(report.stop()).contains(LoadStop.COST);
    assertThat(report.isComplete()).isFalse();
    assertThat(report.levels().getFirst().runs()).isEqualTo(10);
    assertThat(report.spend().cost().orElseThrow()).isEqualByComparingTo("0.01");
    assertThat(report.spend().costPerThousand().orElseThrow()).isEqualByComparingTo("1");
  }

  @Test
  void aMaximumCostNeedsPrices() {
    ScriptedModel model = ScriptedModel.by(request -> response(1, 1));
    Model unpriced = model.model("unknown-model");

    LoadReport report =
        measure(unpriced, LoadPlan.of(9, 1).withWarmUpRuns(0).withMaxCost(BigDecimal.ONE));

    assertThat(report.stop()).contains(LoadStop.UNKNOWN_PRICE);
    assertThat(report.levels().getFirst().runs()).isEqualTo(1);
  }

  @Test
  void aStopPolicyEndsTheMeasurement() {
    ScriptedModel model = ScriptedModel.by(request -> ScriptedResponse.refusal("never"));
    LoadPlan plan = LoadPlan.of(100, 1).withWarmUpRuns(0).withStopPolicy(StopPolicy.failures(3));

    LoadReport report = measure(model.model(), plan);

    assertThat(report.stop()).contains(LoadStop.FAILURES);
    assertThat(report.levels().getFirst().failed()).isEqualTo(3);
    assertThat(report.levels().getFirst().phases().total()).isZero();
  }

  @Test
  void aStopCancelsTheRunsInProgressAndKeepsTheOthers() throws InterruptedException {
    var number = new AtomicInteger();
    var blocked = new CountDownLatch(2);
    ScriptedModel model =
        ScriptedModel.by(request -> {
          if (number.incrementAndGet() <= 6) {
            return response(5, 5);
          }
          blocked.countDown();
          return ScriptedResponse.events(() -> {
            awaitInterrupt();
            return List.<ModelEvent>of().iterator();
          });
        });
    LoadRun<BasicChatInput> run =
        LoadRun.of(agent(model.model()), INPUTS, LoadPlan.of(1_000, 2, 4).withWarmUpRuns(0));
    var report = new CompletableFuture<LoadReport>();
    Thread.ofVirtual().start(() -> report.complete(run.measure()));
    blocked.await();

    run.stop();

    LoadReport partial = report.join();
    assertThat(partial.stop()).contains(LoadStop.INTERRUPTED);
    assertThat(partial.levels()).hasSize(1);
    assertThat(partial.levels().getFirst().succeeded()).isEqualTo(6);
    assertThat(partial.levels().getFirst().failed()).isZero();
    assertThat(partial.levels().getFirst().cancelledRuns()).isEqualTo(2);
  }

  @Test
  void manyRunsNeedNoMemoryEach() {
    ScriptedModel model = ScriptedModel.by(request -> response(1, 1));
    LoadPlan plan = LoadPlan.of(3_000, 1, 20).withWarmUpRuns(0);

    List<LoadLevel> levels = measure(model.model(), plan).levels();

    assertThat(levels).extracting(LoadLevel::succeeded).containsExactly(3_000L, 3_000L);
    assertThat(levels)
        .allSatisfy(level -> {
          assertThat(level.examples()).hasSize(TraceSampler.SLOWEST + TraceSampler.TYPICAL);
          assertThat(level.examples()).doesNotHaveDuplicates();
        });
  }

  @Test
  void theSlowestTenthHasPhasesOfItsOwn() {
    var number = new AtomicInteger();
    ScriptedModel model =
        ScriptedModel.by(request -> response(number.incrementAndGet() % 10 == 0 ? 900 : 100, 100));

    LoadLevel level = measure(model.model(), LoadPlan.of(100, 1).withWarmUpRuns(0)).levels().get(0);

    assertThat(level.phases().total()).isEqualTo(280e6);
    assertThat(level.slowestPhases().total()).isEqualTo(1000e6);
    assertThat(level.slowestPhases().runs()).isEqualTo(10);
  }

  @Test
  void runsWithoutAStreamHaveNoFirstToken() {
    ScriptedModel model = ScriptedModel.by(request -> response(100, 100));
    LoadPlan plan = LoadPlan.of(3, 1).withWarmUpRuns(0).withStreaming(false);

    LoadLevel level = measure(model.model(), plan).levels().getFirst();

    assertThat(level.firstToken().isPresent()).isFalse();
    assertThat(level.firstToken().p50()).isZero();
    assertThat(level.latency().p50()).isEqualTo(Duration.ofMillis(200));
    assertThat(level.examples().getFirst().trace().segments())
        .extracting(TraceSegment::kind)
        .containsExactly(TraceKind.RESPONSE);
  }

  @Test
  void aPlanRejectsNumbersOutOfRange() {
    assertThatThrownBy(() -> LoadPlan.of(0, 1)).hasMessage("runs: expected 1 to 10000000, found 0");
    assertThatThrownBy(() -> LoadPlan.of(1, 5, 5))
        .hasMessage("concurrency: expected different levels, found [5, 5]");
    assertThatThrownBy(() -> LoadPlan.of(1, IntStream.range(1, 20).boxed().toArray(Integer[]::new)))
        .hasMessage("concurrency: expected 1 to 12 levels, found 19");
    assertThatThrownBy(() -> LoadPlan.of(1, 10_001))
        .hasMessage("concurrency: expected 1 to 10000, found 10001");
    assertThatThrownBy(() -> LoadRun.of(agent(null), List.of(), LoadPlan.of(1, 1)))
        .hasMessage("inputs: expected one or more, found none");
  }

  private LoadReport measure(Model model, LoadPlan plan) {
    return LoadRun.of(agent(model), INPUTS, plan).withTimeSource(clock).measure();
  }

  private AtomicAgent<BasicChatInput, BasicChatOutput> agent(Model model) {
    return AtomicAgent.builder(model == null ? ScriptedModel.answering(VALID).model() : model)
        .timeSource(clock)
        .build();
  }

  private ScriptedResponse response(long first, long rest) {
    return TimedResponses.of(clock, VALID, first, rest, usage());
  }

  private static Usage usage() {
    return Usage.of(100, 20);
  }

  // 100 tokens at 5 and 20 at 25 dollars per million.
  private static Model priced(ScriptedModel model) {
    Model plain = model.model();
    Prices prices = Prices.ofDollars(TokenRates.of(new BigDecimal("5"), new BigDecimal("25")));
    ModelProfile profile = ModelProfile.ofPrices("scripted", plain.name(), prices);
    return plain.withCatalog(ModelCatalog.of(List.of(profile)));
  }

  private static TransportException unreachable() {
    return TransportException.of("unreachable", TransportException.Stage.CONNECT, null);
  }

  private static void awaitInterrupt() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
