package org.atomicagents.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.EmptyResponseException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.price.Billing;
import org.atomicagents.time.Phase;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;
import org.junit.jupiter.api.Test;

class ModelTest {
  private static final ModelRequest REQUEST = ModelRequest.of("m", List.of(Message.user("hi")));
  private static final ModelClient EMPTY = (request, context) -> ModelExchange.of();

  @Test
  void callsTheOutermostInterceptorFirst() {
    var order = new ArrayList<String>();
    Model model =
        Model.of(EMPTY, "m").with(named("a", order), named("b", order)).with(named("c", order));

    model.open(REQUEST, RunContext.standalone()).close();

    assertThat(order).containsExactly("a", "b", "c");
  }

  @Test
  void passesTheModelToItsInterceptors() {
    var models = new ArrayList<String>();
    Interceptor named =
        (request, context, chain) -> {
          chain.model().ifPresent(model -> models.add(model.name()));
          return chain.proceed(request, context);
        };

    Model.of(EMPTY, "m").with(named, named).open(REQUEST, RunContext.standalone()).close();

    assertThat(models).containsExactly("m", "m");
  }

  @Test
  void countsEveryRequestThatReachesTheClient() {
    Interceptor twice =
        (request, context, chain) -> {
          chain.proceed(request, context).close();
          return chain.proceed(request, context);
        };
    RunContext context = RunContext.standalone();

    Model.of(EMPTY, "m").with(twice).open(REQUEST, context).close();

    assertThat(context.requests()).isEqualTo(2);
  }

  @Test
  void chargesRequestsWithTheBillingOfTheModel() {
    ModelClient client =
        (request, context) -> ModelExchange.of(new ModelEvent.UsageReport(Usage.of(10, 1)));
    RunContext context = RunContext.standalone();
    Model model = Model.of(client, "m").withBilling(Billing.batch());

    try (ModelExchange exchange = model.open(REQUEST, context)) {
      exchange.forEach(event -> {});
    }

    assertThat(model.withRetry(RetryPolicy.none()).billing()).isEqualTo(Billing.batch());
    assertThat(context.charges().getFirst().billing()).isEqualTo(Billing.batch());
  }

  @Test
  void keepsTheInterceptorsForAnotherClient() {
    var order = new ArrayList<String>();
    Model model = Model.of(EMPTY, "m").with(named("a", order));
    ModelClient other =
        (request, context) -> {
          order.add("client");
          return ModelExchange.of();
        };

    model.withClient(other).open(REQUEST, RunContext.standalone()).close();

    assertThat(order).containsExactly("a", "client");
    assertThat(model.client()).isSameAs(EMPTY);
  }

  @Test
  void stopsAtTheMaximumOfRequests() {
    var context =
        new RunContext(
            "a",
            Deadline.none(),
            Budget.unlimited(),
            1,
            Listeners.none(),
            new Timings.Recorder(TimeSource.system()));
    Model model = Model.of(EMPTY, "m");
    model.open(REQUEST, context).close();

    assertThatThrownBy(() -> model.open(REQUEST, context))
        .isInstanceOf(LimitExceededException.class)
        .hasMessage("Limit reached: the run's requests, 1 of 1 used.");
    assertThat(context.requests()).isEqualTo(1);
  }

  @Test
  void countsTheUsageOfCancelledExchanges() {
    ModelClient client =
        (request, context) ->
            ModelExchange.of(
                new ModelEvent.Started("id-1", "m", Map.of()),
                new ModelEvent.UsageReport(Usage.of(5, 1)),
                new ModelEvent.UsageReport(Usage.of(5, 2)),
                new ModelEvent.TextDelta("never read"));
    RunContext context = RunContext.standalone();

    try (ModelExchange exchange = Model.of(client, "m").open(REQUEST, context)) {
      var events = exchange.iterator();
      events.next();
      events.next();
      events.next();
    }

    assertThat(context.usage()).isEqualTo(Usage.of(5, 2));
    assertThat(context.requestIds()).containsExactly("id-1");
    assertThat(context.budget().tokens()).isEqualTo(7);
  }

  @Test
  void limitsTokensAndRequestsByBudget() {
    Budget tokens = Budget.ofTokens(10);
    tokens.takeRequest();
    tokens.add(Usage.of(8, 4));

    assertThatThrownBy(tokens::takeRequest)
        .hasMessage("Limit reached: the budget's tokens, 12 of 10 used.");

    Budget requests = Budget.ofRequests(1);
    requests.takeRequest();

    assertThatThrownBy(requests::takeRequest)
        .hasMessage("Limit reached: the budget's requests, 1 of 1 used.");
    assertThat(requests.requests()).isEqualTo(1);
  }

  @Test
  void measuresTheDeadlineWithTheGivenClock() {
    var clock = new ManualTime();
    Deadline deadline = Deadline.after(Duration.ofSeconds(5), clock);
    clock.nanos.addAndGet(Duration.ofSeconds(4).toNanos());

    assertThat(deadline.remainingNanos()).isEqualTo(Duration.ofSeconds(1).toNanos());

    clock.nanos.addAndGet(Duration.ofSeconds(2).toNanos());

    assertThat(deadline.isPassed()).isTrue();
    assertThatThrownBy(() -> deadline.check("sending a request"))
        .isInstanceOf(TimedOutException.class)
        .hasMessage(
            "Timed out after 5000 ms while sending a request (limit DEADLINE).\n"
                + "Raise the limit, or ask for less.");
    assertThat(Deadline.after(Duration.ofDays(1_000_000), clock).isPassed()).isFalse();
  }

  @Test
  void timesPhasesSeparately() {
    var clock = new ManualTime();
    var recorder = new Timings.Recorder(clock);
    clock.nanos.addAndGet(3_000);
    long now = recorder.addSince(Phase.PROMPT, clock.nanoTime() - 3_000);
    clock.nanos.addAndGet(2_000);
    recorder.addSince(Phase.READ, now);

    Timings timings = recorder.snapshot();

    assertThat(timings.nanos(Phase.PROMPT)).isEqualTo(3_000);
    assertThat(timings.nanos(Phase.READ)).isEqualTo(2_000);
    assertThat(timings.nanos(Phase.STREAM)).isZero();
    assertThat(timings.accountedNanos()).isEqualTo(timings.total().toNanos());
    assertThat(timings).hasToString("Timings[total=0 ms, PROMPT=3 µs, READ=2 µs]");
  }

  @Test
  void allowsOneIterationOfAnExchange() {
    ModelExchange exchange = ModelExchange.of(new ModelEvent.TextDelta("a"));
    assertThat(exchange.iterator()).hasNext();

    assertThatThrownBy(exchange::iterator).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void rejectsInvalidParameters() {
    assertThatThrownBy(() -> Sampling.defaults().withTemperature(2.1))
        .hasMessage("temperature: expected 0.0 to 2.0, found 2.1");
    assertThatThrownBy(() -> Sampling.defaults().withMaxTokens(0))
        .hasMessage("maxTokens: expected 1 or more, found 0");
    assertThatThrownBy(() -> Sampling.defaults().withExtra("top_k", "forty"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("extra top_k: expected a JSON value, found forty (");
    assertThatThrownBy(() -> Sampling.defaults().withExtra("top_k", "40 41"))
        .hasMessage("extra top_k: expected one JSON value, found text after it: 40 41");
    assertThat(Sampling.defaults().withExtra("top_k", "40").extra().get("top_k")).isEqualTo("40");
  }

  @Test
  void addsTheSchemaToTheSystemMessage() {
    var format = new OutputFormat(ResponseMode.PROMPTED_JSON, "Out", "An output", "{\"x\":1}");
    String instruction =
        "Respond with one JSON object that matches this JSON Schema, and no other text:\n{\"x\":1}";

    assertThat(format.instruct(List.of(Message.system("Be brief."), Message.user("hi"))))
        .containsExactly(Message.system("Be brief.\n\n" + instruction), Message.user("hi"));
    assertThat(format.instruct(List.of(Message.user("hi"))))
        .containsExactly(Message.system(instruction), Message.user("hi"));
    assertThat(OutputFormat.nameFrom("Größe<T>")).isEqualTo("Gr__e_T_");
  }

  @Test
  void cancelsWaits() {
    var cancelled = new ArrayList<String>();
    RunContext context = RunContext.standalone();
    context.onCancel(() -> cancelled.add("waiting"));
    context.onCancel(() -> cancelled.add("removed")).run();

    context.cancel();
    context.cancel();
    context.onCancel(() -> cancelled.add("late"));

    assertThat(cancelled).containsExactly("waiting", "late");
    assertThatThrownBy(() -> Model.of(EMPTY, "m").open(REQUEST, context))
        .isInstanceOf(CancelledException.class)
        .hasMessage("Closed while sending a request.");
    assertThat(context.requests()).isZero();
  }

  @Test
  void doesNotCountARequestOverTheBudget() {
    Budget budget = Budget.ofRequests(1);
    budget.takeRequest();
    var context =
        new RunContext(
            "a",
            Deadline.none(),
            budget,
            8,
            Listeners.none(),
            new Timings.Recorder(TimeSource.system()));

    assertThatThrownBy(() -> Model.of(EMPTY, "m").open(REQUEST, context))
        .isInstanceOf(LimitExceededException.class);
    assertThat(context.requests()).isZero();
  }

  @Test
  void recordsTheUsageInAFailure() {
    AgentException failure =
        EmptyResponseException.of("a", "stop")
            .recordUsage(Usage.of(1, 1), List.of("id-0"), List.of())
            .recordUsage(Usage.of(3, 1), List.of("id-1"), List.of());

    assertThat(failure.usage()).isEqualTo(Usage.of(3, 1));
    assertThat(failure.requestIds()).containsExactly("id-1");
    assertThat(failure.isRetryable()).isTrue();
  }

  private static Interceptor named(String name, List<String> order) {
    return (request, context, chain) -> {
      order.add(name);
      return chain.proceed(request, context);
    };
  }

  private static final class ManualTime implements TimeSource {
    final AtomicLong nanos = new AtomicLong();

    @Override
    public Instant now() {
      return Instant.EPOCH;
    }

    @Override
    public long nanoTime() {
      return nanos.get();
    }

    @Override
    public void sleep(Duration duration) {
      nanos.addAndGet(duration.toNanos());
    }
  }
}
