package org.atomicagents.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.Partial;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ConversationKey;
import org.atomicagents.chat.InMemoryConversationStore;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.ProviderException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.Sampling;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.atomicagents.time.Phase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenTelemetryObserverTest {
  private static final BasicChatInput INPUT = new BasicChatInput("secret question");
  private static final String ANSWER = "{\"chat_message\":\"secret answer\"}";

  @RegisterExtension
  static final OpenTelemetryExtension TELEMETRY = OpenTelemetryExtension.create();

  @Test
  void exportsARunWithItsRequest() {
    observed(counted()).run(INPUT);

    SpanData run = span("invoke_agent chat");
    SpanData request = span("chat gpt-5-mini");
    assertThat(run.getKind()).isEqualTo(SpanKind.INTERNAL);
    assertThat(request.getKind()).isEqualTo(SpanKind.CLIENT);
    assertThat(request.getParentSpanId()).isEqualTo(run.getSpanId());
    assertThat(run.getParentSpanContext().isValid()).isFalse();
    assertThat(attributes(run))
        .containsEntry("gen_ai.operation.name", "invoke_agent")
        .containsEntry("gen_ai.agent.name", "chat")
        .containsEntry("gen_ai.output.type", "json")
        .containsEntry("atomic_agents.input_schema", "BasicChatInput")
        .containsEntry("atomic_agents.outcome", "completed")
        .containsEntry("atomic_agents.llm.attempts", 1L);
    assertThat((String) attributes(run).get("atomic_agents.system_prompt.sha256")).hasSize(64);
    assertThat(attributes(request))
        .containsEntry("gen_ai.operation.name", "chat")
        .containsEntry("gen_ai.provider.name", "scripted")
        .containsEntry("gen_ai.request.model", "gpt-5-mini")
        .containsEntry("gen_ai.response.finish_reasons", List.of("stop"))
        .containsEntry("gen_ai.usage.input_tokens", 12L)
        .containsEntry("gen_ai.usage.output_tokens", 3L);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      textBlock =
          """
          "resp_1", resp_1
          null,
          7,
          "not closed,
          """)
  void exportsTheIdOfThePreviousResponseIfItIsSent(String json, @Nullable String id) {
    var extra = new LinkedHashMap<>(Map.of("previous_response_id", json));
    var agent =
        AtomicAgent.builder(counted().model())
            .name("chat")
            .sampling(new Sampling(null, null, null, List.of(), null, null, extra))
            .build();

    ObservedAgent.of(agent, OpenTelemetryObserver.of(TELEMETRY.getOpenTelemetry())).run(INPUT);

    assertThat(attributes(span("chat gpt-5-mini")).get("gen_ai.request.previous_response.id"))
        .isEqualTo(id);
  }

  @Test
  @SuppressWarnings("try") // the scope is closed, and not used
  void hasTheCallersSpanAsParent() {
    Span caller = TELEMETRY.getOpenTelemetry().getTracer("test").spanBuilder("caller").startSpan();

    try (Scope scope = caller.makeCurrent()) {
      observed(ScriptedModel.answering(ANSWER)).run(INPUT);
      assertThat(Span.current()).isSameAs(caller);
    } finally {
      caller.end();
    }

    assertThat(span("invoke_agent chat").getParentSpanId())
        .isEqualTo(caller.getSpanContext().getSpanId());
  }

  @Test
  void exportsNoTextByDefault() {
    var agent = observed(ScriptedModel.answering("{\"chat_message\":7", "not JSON secret", "?"));

    assertThatThrownBy(() -> agent.run(INPUT)).isInstanceOf(RuntimeException.class);

    assertThat(TELEMETRY.getSpans().toString()).doesNotContain("secret");
  }

  @Test
  void exportsRedactedTextsOfALimitedLengthWithContent() {
    var options =
        TelemetryOptions.defaults()
            .withContent()
            .withMaxAttributeLength(200)
            .withRedaction(text -> text.replace("secret", "***"));
    String longAnswer = "{\"chat_message\":\"secret " + "é\\\"".repeat(200) + "\"}";

    observed(ScriptedModel.answering(longAnswer), options).run(INPUT);

    Map<String, Object> request = attributes(span("chat gpt-5-mini"));
    String input = (String) request.get("gen_ai.input.messages");
    String output = (String) request.get("gen_ai.output.messages");
    assertThat(input)
        .isEqualTo(
            "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"{\\\"chat_message\\\":\\\"***"
                + " question\\\"}\"}]}]");
    assertThat(output).hasSizeLessThanOrEqualTo(200).contains("***").endsWith("…\"}]}]");
    assertThat((String) request.get("gen_ai.system_instructions")).hasSizeLessThanOrEqualTo(200);
    assertThat(TELEMETRY.getSpans().toString()).doesNotContain("secret");
  }

  @Test
  void exportsNoTextThatCannotBeRedacted() {
    var options =
        TelemetryOptions.defaults()
            .withContent()
            .withRedaction(text -> {
              throw new IllegalStateException("no rules");
            });

    observed(ScriptedModel.answering(ANSWER), options).run(INPUT);

    assertThat(attributes(span("chat gpt-5-mini")))
        .containsEntry(
            "gen_ai.output.messages",
            "[{\"role\":\"assistant\",\"finish_reason\":\"stop\",\"parts\":[]}]");
    assertThat(TELEMETRY.getSpans().toString()).doesNotContain("secret");
  }

  @Test
  void marksAFailedRun() {
    Model failing =
        ScriptedModel.throwing(
                UnavailableException.of(new ProviderError("acme", 503, null, "secret", ""), null))
            .model();
    var agent =
        ObservedAgent.of(
            AtomicAgent.builder(failing).name("chat").build(),
            OpenTelemetryObserver.of(TELEMETRY.getOpenTelemetry()));

    assertThatThrownBy(() -> agent.run(INPUT)).isInstanceOf(ProviderException.class);

    for (SpanData span : TELEMETRY.getSpans()) {
      assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
      assertThat(attributes(span)).containsEntry("error.type", "503");
    }
  }

  @Test
  void addsRepairsAndReAsksAsEvents() {
    observed(ScriptedModel.answering("{\"chat_message\":null}", "{\"chat_message\":\"a\",}"))
        .run(INPUT);

    SpanData run = span("invoke_agent chat");
    assertThat(run.getEvents())
        .extracting(EventData::getName)
        .containsExactly("atomic_agents.output_rejected", "atomic_agents.output_repaired");
    assertThat(run.getEvents().getFirst().getAttributes().asMap().toString())
        .contains("$.chat_message");
    assertThat(TELEMETRY.getSpans()).hasSize(3);
  }

  @Test
  @SuppressWarnings("try") // the scope is closed, and not used
  void exportsAStreamThatAnotherThreadReads() throws InterruptedException {
    var agent = observed(ScriptedModel.answering(ANSWER));
    var values = new ArrayList<Object>();
    Span caller = TELEMETRY.getOpenTelemetry().getTracer("test").spanBuilder("caller").startSpan();
    try (Scope scope = caller.makeCurrent()) {
      var stream = agent.stream(INPUT);
      Thread reader =
          Thread.ofVirtual()
              .start(() -> {
                for (Partial<BasicChatOutput> partial : stream) {
                  values.add(partial.value());
                }
              });
      reader.join();
    } finally {
      caller.end();
    }

    SpanData run = span("invoke_agent chat");
    assertThat(values).isNotEmpty();
    assertThat(run.getParentSpanId()).isEqualTo(caller.getSpanContext().getSpanId());
    assertThat(span("chat gpt-5-mini").getParentSpanId()).isEqualTo(run.getSpanId());
    assertThat(attributes(span("chat gpt-5-mini")))
        .containsEntry("gen_ai.request.stream", true)
        .containsKey("gen_ai.response.time_to_first_chunk");
  }

  @Test
  void endsAStreamThatIsClosedEarly() {
    var response = new PausedResponse();
    try (var stream = observed(response.model()).stream(INPUT)) {
      stream.awaitStart();
    }

    assertThat(attributes(span("invoke_agent chat")))
        .containsEntry("atomic_agents.stream.closed_early", true)
        .containsEntry("atomic_agents.outcome", "cancelled");
    assertThat(span("invoke_agent chat").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(TELEMETRY.getSpans()).hasSize(2).allMatch(SpanData::hasEnded);
    response.end();
  }

  @Test
  void makesTheSpanOfARequestCurrentInTheClient() {
    var current = new ArrayList<Span>();
    var model =
        Model.of(
                (request, context) -> {
                  current.add(Span.current());
                  return ModelExchange.of(
                      new ModelEvent.Started("id", "m", Map.of()),
                      new ModelEvent.TextDelta(ANSWER),
                      new ModelEvent.UsageReport(Usage.of(3, 4)),
                      new ModelEvent.Finished(FinishReason.STOP, "stop"));
                },
                "m")
            .with((request, context, chain) -> {
              current.add(Span.current());
              return chain.proceed(request, context);
            });

    ObservedAgent.of(
            AtomicAgent.builder(model).name("chat").build(),
            OpenTelemetryObserver.of(TELEMETRY.getOpenTelemetry()))
        .run(INPUT);

    assertThat(current)
        .extracting(span -> span.getSpanContext().getSpanId())
        .containsExactly(span("invoke_agent chat").getSpanId(), span("chat m").getSpanId());
  }

  @Test
  void cancelsTheSpansOfAnInterruptedRun() throws InterruptedException {
    var failures = new ArrayList<Throwable>();
    var model =
        Model.of(
            (request, context) -> {
              Thread.currentThread().interrupt();
              context.sleep(Duration.ofHours(1), Phase.CLIENT, "waiting");
              return ModelExchange.of();
            },
            "m");
    var agent =
        ObservedAgent.of(
            AtomicAgent.builder(model).name("chat").build(),
            OpenTelemetryObserver.of(TELEMETRY.getOpenTelemetry()));

    Thread thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                agent.run(INPUT);
              } catch (CancelledException e) {
                failures.add(e);
              }
            });
    thread.join();

    assertThat(failures).hasSize(1);
    assertThat(TELEMETRY.getSpans())
        .hasSize(2)
        .allSatisfy(span ->
            assertThat(attributes(span)).containsEntry("atomic_agents.outcome", "cancelled"));
  }

  @Test
  void exportsTheIdOfAStoredConversation() {
    var history =
        ChatHistory.stored(
            new InMemoryConversationStore(), new ConversationKey("tenant", "conv-7"));

    observed(ScriptedModel.answering(ANSWER)).run(INPUT, RunOptions.history(history));

    assertThat(TELEMETRY.getSpans())
        .allSatisfy(
            span -> assertThat(attributes(span)).containsEntry("gen_ai.conversation.id", "conv-7"));
  }

  @Test
  void exportsOlderNamesSideBySide() {
    var options =
        TelemetryOptions.defaults().withVersions(ConventionVersion.V1_36, ConventionVersion.V1_41);

    observed(counted(), options).run(INPUT);

    assertThat(attributes(span("chat gpt-5-mini")))
        .containsEntry("gen_ai.system", "scripted")
        .containsEntry("gen_ai.provider.name", "scripted");
    assertThat(metricNames())
        .contains("gen_ai.client.operation.duration", "gen_ai.client.token.usage")
        .doesNotContain("gen_ai.client.inference.duration");
  }

  @Test
  void recordsTheMetricsOfTheConventions() {
    try (var stream = observed(ScriptedModel.answering(ANSWER)).stream(INPUT)) {
      stream.result();
    }

    assertThat(metricNames())
        .contains(
            "gen_ai.client.inference.duration",
            "gen_ai.client.inference.time_to_first_chunk",
            "gen_ai.client.inference.usage.input_tokens",
            "gen_ai.client.inference.usage.output_tokens",
            "gen_ai.client.inference.operation.input_tokens",
            "gen_ai.invoke_agent.duration",
            "gen_ai.invoke_agent.inference_calls",
            "gen_ai.invoke_agent.tool_calls",
            "atomic_agents.phase.duration")
        .doesNotContain("gen_ai.client.token.usage", "gen_ai.client.operation.duration");
    var duration =
        TELEMETRY.getMetrics().stream()
            .filter(metric -> metric.getName().equals("gen_ai.client.inference.duration"))
            .findFirst()
            .orElseThrow();
    assertThat(duration.getUnit()).isEqualTo("s");
    assertThat(duration.getHistogramData().getPoints().iterator().next().getBoundaries())
        .containsExactly(
            0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);
  }

  private static ScriptedModel counted() {
    return ScriptedModel.of(ScriptedResponse.text(ANSWER).withUsage(Usage.of(12, 3)));
  }

  private static List<String> metricNames() {
    return TELEMETRY.getMetrics().stream().map(metric -> metric.getName()).toList();
  }

  private static SpanData span(String name) {
    return TELEMETRY.getSpans().stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Object> attributes(SpanData span) {
    var map = new HashMap<String, Object>();
    span.getAttributes()
        .forEach((AttributeKey<?> key, Object value) -> map.put(key.getKey(), value));
    return map;
  }

  private static ObservedAgent<BasicChatInput, BasicChatOutput> observed(ScriptedModel script) {
    return observed(script, TelemetryOptions.defaults());
  }

  private static ObservedAgent<BasicChatInput, BasicChatOutput> observed(
      ScriptedModel script, TelemetryOptions options) {
    return ObservedAgent.of(
        AtomicAgent.builder(script.model()).name("chat").build(),
        OpenTelemetryObserver.of(TELEMETRY.getOpenTelemetry(), options));
  }
}
