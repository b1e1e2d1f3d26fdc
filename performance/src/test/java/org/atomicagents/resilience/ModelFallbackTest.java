package org.atomicagents.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.resilience.ResilienceRuns.badRequest;
import static org.atomicagents.resilience.ResilienceRuns.brokenResponse;
import static org.atomicagents.resilience.ResilienceRuns.limited;
import static org.atomicagents.resilience.ResilienceRuns.unauthorized;
import static org.atomicagents.resilience.ResilienceRuns.unavailable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RawDelta;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.AllModelsFailedException;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.CircuitOpenException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.message.Content;
import org.atomicagents.message.Usage;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelCapabilities;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.Test;

class ModelFallbackTest {
  private static final BasicChatInput HELLO = new BasicChatInput("hello");
  private static final String GOOD = "{\"chat_message\":\"hi\"}";

  private final List<AgentEvent> events = new ArrayList<>();

  @Test
  void sendsAFailedRequestToTheNextModel() {
    var first = ScriptedModel.throwing(unavailable());
    var second = ScriptedModel.of(ScriptedResponse.text(GOOD).withUsage(Usage.of(7, 3)));
    Model model = first.model("first").with(ModelFallback.to(second.model("second")));

    RunResult<BasicChatOutput> result = call(model);

    assertThat(result.output()).isEqualTo(new BasicChatOutput("hi"));
    assertThat(result.model()).isEqualTo("second");
    assertThat(result.attempts()).isEqualTo(1);
    assertThat(result.requests()).isEqualTo(2);
    assertThat(result.usage()).isEqualTo(Usage.of(7, 3));
    assertThat(second.lastRequest().model()).isEqualTo("second");
    assertThat(events)
        .filteredOn(AgentEvent.ModelReplaced.class::isInstance)
        .extracting(Object::toString)
        .containsExactly("ModelReplaced[agent, first -> second, UnavailableException]");
  }

  @Test
  void buildsTheRequestForTheCapabilitiesOfTheNextModel() {
    var first = ScriptedModel.throwing(unavailable());
    var second = ScriptedModel.answering(GOOD);
    ModelCapabilities strictCalls =
        ModelCapabilities.ofModes(ResponseMode.TOOL_CALL, ResponseMode.JSON_SCHEMA)
            .withStrictSchemas(true);
    Model model =
        first
            .model("first")
            .withModes(ResponseMode.PROMPTED_JSON)
            .with(ModelFallback.to(second.model("second").withCapabilities(strictCalls)));

    assertThat(call(model).output()).isEqualTo(new BasicChatOutput("hi"));

    ModelRequest request = second.lastRequest();
    assertThat(request.output().mode()).isEqualTo(ResponseMode.TOOL_CALL);
    assertThat(request.output().fallbacks()).containsExactly(ResponseMode.JSON_SCHEMA);
    assertThat(request.output().strictSchema()).isNotNull();
  }

  @Test
  void passesTheInterceptorsOfTheNextModel() {
    var first = ScriptedModel.throwing(unavailable());
    var second =
        ScriptedModel.of(ScriptedResponse.throwing(unavailable()), ScriptedResponse.text(GOOD));
    Model next =
        second.model("second").withRetry(RetryPolicy.ofDefaults().withInitialWait(Duration.ZERO));

    RunResult<BasicChatOutput> result = call(first.model("first").with(ModelFallback.to(next)));

    assertThat(result.requests()).isEqualTo(3);
  }

  @Test
  void asksThePrimaryModelAgainAfterAnInvalidOutput() {
    var first =
        ScriptedModel.of(ScriptedResponse.throwing(unavailable()), ScriptedResponse.text(GOOD));
    var second = ScriptedModel.answering("no JSON");
    Model model =
        first
            .model("first")
            .withModes(ResponseMode.JSON_SCHEMA)
            .with(ModelFallback.to(second.model("second").withModes(ResponseMode.TOOL_CALL)));

    RunResult<BasicChatOutput> result = call(model);

    assertThat(result.attempts()).isEqualTo(2);
    assertThat(result.requests()).isEqualTo(3);
    assertThat(result.model()).isEqualTo("first");
    assertThat(first.lastRequest().output().mode()).isEqualTo(ResponseMode.JSON_SCHEMA);
  }

  @Test
  void reportsAllCausesIfAllModelsFail() {
    AgentException one = unavailable();
    AgentException two = limited(RateLimitedException.Kind.QUOTA);
    AgentException three = badRequest(400);
    Model model =
        ScriptedModel.throwing(one)
            .model("a")
            .with(
                ModelFallback.to(
                    ScriptedModel.throwing(two).model("b"),
                    ScriptedModel.throwing(three).model("c")));

    assertThatThrownBy(() -> call(model))
        .isInstanceOfSatisfying(
            AllModelsFailedException.class,
            e -> {
              assertThat(e.causes()).containsExactly(one, two, three);
              assertThat(e.isRetryable()).isTrue();
            })
        .hasMessageStartingWith("All 3 models failed:\n  test is unavailable");
  }

  @Test
  void throwsFailuresOfTheCallerAtOnce() {
    var deadline =
        TimedOutException.of(TimedOutException.Limit.DEADLINE, Duration.ofSeconds(1), "sending");
    for (AgentException failure :
        List.of(
            badRequest(400),
            badRequest(404),
            unauthorized(),
            limited(RateLimitedException.Kind.REQUEST_TOO_LARGE),
            CancelledException.closed("sending"),
            LimitExceededException.of("a limit", 1, 1),
            deadline)) {
      var second = ScriptedModel.answering(GOOD);
      Model model =
          ScriptedModel.throwing(failure).model("a").with(ModelFallback.to(second.model()));

      assertThatThrownBy(() -> call(model)).isSameAs(failure);
      assertThat(second.requests()).isEmpty();
    }
  }

  @Test
  void replacesRejectionsAndTimeLimitsOfTheConnection() {
    for (AgentException failure :
        List.of(
            CircuitOpenException.of("a", Duration.ofSeconds(1)),
            timedOut(TimedOutException.Limit.QUEUE),
            timedOut(TimedOutException.Limit.TOTAL),
            timedOut(TimedOutException.Limit.FIRST_TOKEN),
            limited(RateLimitedException.Kind.RATE),
            brokenResponse())) {
      Model model =
          ScriptedModel.throwing(failure)
              .model("a")
              .with(ModelFallback.to(ScriptedModel.answering(GOOD).model("b")));

      assertThat(call(model).model()).isEqualTo("b");
    }
  }

  @Test
  void replacesFailuresOfTheAccountByChoice() {
    for (AgentException failure : List.of(unauthorized(), badRequest(404))) {
      Model model =
          ScriptedModel.throwing(failure)
              .model("a")
              .with(
                  ModelFallback.to(ScriptedModel.answering(GOOD).model("b")).withAccountFailures());

      assertThat(call(model).model()).isEqualTo("b");
    }
    Model chosen =
        ScriptedModel.throwing(badRequest(400))
            .model("a")
            .with(
                ModelFallback.to(ScriptedModel.answering(GOOD).model("b"))
                    .withFailures(BadRequestException.class::isInstance));
    assertThat(call(chosen).model()).isEqualTo("b");
  }

  @Test
  void sendsNoRequestBeyondTheLimitOfTheRun() {
    AgentException failure = unavailable();
    var second = ScriptedModel.answering(GOOD);
    Model model = ScriptedModel.throwing(failure).model().with(ModelFallback.to(second.model()));
    RunOptions options = RunOptions.defaults().withLimits(RunLimits.defaults().withMaxRequests(1));

    assertThatThrownBy(() -> AtomicAgent.of(model).run(HELLO, options)).isSameAs(failure);
    assertThat(second.requests()).isEmpty();
  }

  @Test
  void omitsPartsOfOtherModelsAndMarksThoseOfTheNext() {
    var history = ChatHistory.unbounded();
    ScriptedResponse signed =
        ScriptedResponse.events(
            new ModelEvent.OpaquePart("scripted", "{\"by\":\"second\"}"),
            new ModelEvent.TextDelta(GOOD));
    var first =
        ScriptedModel.of(ScriptedResponse.throwing(unavailable()), ScriptedResponse.text(GOOD));
    var second = ScriptedModel.of(signed, ScriptedResponse.text(GOOD));
    Model fallback = second.model("second");
    var agent = AtomicAgent.of(first.model("first").with(ModelFallback.to(fallback)));

    agent.run(HELLO, RunOptions.history(history));
    agent.run(HELLO, RunOptions.history(history));
    agent.run(HELLO, RunOptions.history(history).withModel(fallback));

    assertThat(opaque(first.lastRequest())).isEmpty();
    assertThat(opaque(second.lastRequest()))
        .containsExactly(new Content.Opaque("scripted", "second", "{\"by\":\"second\"}"));
  }

  @Test
  void throwsTheFailureOfABrokenStreamByDefault() {
    var second = ScriptedModel.answering(GOOD);
    Model model = broken().with(ModelFallback.to(second.model("second")));

    try (AgentStream<BasicChatOutput> stream = AtomicAgent.of(model).stream(HELLO)) {
      assertThatThrownBy(stream::result).hasMessage("The connection failed.");
    }
    assertThat(second.requests()).isEmpty();
  }

  @Test
  void beginsABrokenStreamAgainByChoice() {
    var second = ScriptedModel.of(ScriptedResponse.text(GOOD).withUsage(Usage.of(20, 6)));
    Model model = broken().with(ModelFallback.to(second.model("second")).withMidStream());
    var agent = AtomicAgent.builder(model).listeners(Listeners.of(events::add)).build();

    try (AgentStream<BasicChatOutput> stream = agent.stream(HELLO)) {
      List<RawDelta> deltas = StreamSupport.stream(stream.deltas().spliterator(), false).toList();
      RunResult<BasicChatOutput> result = stream.runResult();

      assertThat(text(deltas, 1)).isEqualTo("{\"chat_message\":\"par");
      assertThat(text(deltas, 2)).isEqualTo(GOOD);
      assertThat(result.output()).isEqualTo(new BasicChatOutput("hi"));
      assertThat(result.attempts()).isEqualTo(1);
      assertThat(result.requests()).isEqualTo(2);
      assertThat(result.model()).isEqualTo("second");
      assertThat(result.usage().inputTokens()).isGreaterThan(20);
      assertThat(result.usage().outputTokens()).isGreaterThan(6);
    }
    assertThat(events).anyMatch(e -> e instanceof AgentEvent.ModelReplaced r && r.isMidStream());
  }

  @Test
  void validatesOnlyTheResponseThatReplacesABrokenOne() {
    var second = ScriptedModel.answering(GOOD);
    Model model = broken().with(ModelFallback.to(second.model("second")).withMidStream());

    RunResult<BasicChatOutput> result = call(model);

    assertThat(result.output()).isEqualTo(new BasicChatOutput("hi"));
    assertThat(result.text()).isEqualTo(GOOD);
  }

  @Test
  void reportsAllCausesOfBrokenStreams() {
    Model model = broken().with(ModelFallback.to(broken(), broken()).withMidStream());

    try (AgentStream<BasicChatOutput> stream = AtomicAgent.of(model).stream(HELLO)) {
      assertThatThrownBy(stream::result)
          .isInstanceOfSatisfying(
              AllModelsFailedException.class, e -> assertThat(e.causes()).hasSize(3));
    }
  }

  @Test
  void closesEachExchange() {
    var first = ScriptedModel.of(cut(), cut());
    var second = ScriptedModel.of(cut(), ScriptedResponse.text(GOOD));
    Model model =
        first
            .model("first")
            .with(ModelFallback.to(second.model("second"), second.model("third")).withMidStream());

    try (AgentStream<BasicChatOutput> stream = AtomicAgent.of(model).stream(HELLO)) {
      stream.result();
    }

    assertThat(first.closed()).isEqualTo(first.opened()).isEqualTo(1);
    assertThat(second.closed()).isEqualTo(second.opened()).isEqualTo(2);
  }

  @Test
  void rejectsAFallbackToNoModel() {
    assertThatThrownBy(() -> ModelFallback.to())
        .hasMessage("models: expected at least one model, found none");
  }

  private RunResult<BasicChatOutput> call(Model model) {
    return AtomicAgent.builder(model)
        .name("agent")
        .listeners(Listeners.of(events::add))
        .build()
        .call(HELLO);
  }

  private static Model broken() {
    return ScriptedModel.of(cut()).model("first");
  }

  private static ScriptedResponse cut() {
    return ScriptedResponse.text("{\"chat_message\":\"par").withFailure(brokenResponse());
  }

  private static TimedOutException timedOut(TimedOutException.Limit limit) {
    return TimedOutException.of(limit, Duration.ofSeconds(1), "sending");
  }

  private static String text(List<RawDelta> deltas, int attempt) {
    var text = new StringBuilder();
    deltas.stream().filter(d -> d.attempt() == attempt).forEach(d -> text.append(d.text()));
    return text.toString();
  }

  private static List<Content> opaque(ModelRequest request) {
    return request.messages().stream()
        .flatMap(message -> message.parts().stream())
        .filter(Content.Opaque.class::isInstance)
        .toList();
  }
}
