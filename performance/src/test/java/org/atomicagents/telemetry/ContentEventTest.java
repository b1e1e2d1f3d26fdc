package org.atomicagents.telemetry;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.ProviderException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The events of requests, exported to a receiver that parses them as a collector does. */
class ContentEventTest {
  private static final BasicChatInput INPUT = new BasicChatInput("secret question");
  private static final String ANSWER = "{\"chat_message\":\"secret answer\"}";
  private static final TelemetryOptions EVENTS = TelemetryOptions.defaults().withContentEvents();

  private OtlpReceiver receiver;

  @BeforeEach
  void openReceiver() throws IOException {
    receiver = new OtlpReceiver();
  }

  @AfterEach
  void closeReceiver() {
    receiver.close();
  }

  @Test
  void exportsARequestWithItsTextsAsObjects() {
    run(counted(), EVENTS, Sampler.alwaysOn());

    LogRecord event = event();
    Span request = span("chat gpt-5-mini");
    Map<String, Object> attributes = attributes(event.getAttributesList());
    assertThat(event.getEventName()).isEqualTo("gen_ai.client.inference.operation.details");
    assertThat(event.getTraceId()).isEqualTo(request.getTraceId());
    assertThat(event.getSpanId()).isEqualTo(request.getSpanId());
    assertThat(attributes)
        .containsEntry("gen_ai.operation.name", "chat")
        .containsEntry("gen_ai.provider.name", "scripted")
        .containsEntry("gen_ai.request.model", "gpt-5-mini")
        .containsEntry("gen_ai.agent.name", "chat")
        .containsEntry("gen_ai.output.type", "json")
        .containsEntry("gen_ai.usage.input_tokens", 12L)
        .containsEntry("gen_ai.response.finish_reasons", List.of("stop"))
        .containsEntry(
            "gen_ai.input.messages",
            List.of(
                Map.of(
                    "role",
                    "user",
                    "parts",
                    List.of(text("{\"chat_message\":\"secret question\"}")))))
        .containsEntry(
            "gen_ai.output.messages",
            List.of(
                Map.of(
                    "role", "assistant", "finish_reason", "stop", "parts", List.of(text(ANSWER)))))
        .containsKey("gen_ai.system_instructions");
  }

  @Test
  void hasTheAttributesOfTheSpan() {
    run(counted(), EVENTS, Sampler.alwaysOn());

    assertThat(attributes(event().getAttributesList()).keySet())
        .isEqualTo(attributes(span("chat gpt-5-mini").getAttributesList()).keySet());
  }

  @Test
  void exportsNoEventByDefault() {
    run(counted(), TelemetryOptions.defaults(), Sampler.alwaysOn());
    run(counted(), TelemetryOptions.defaults().withContent(), Sampler.alwaysOn());

    assertThat(receiver.spans()).hasSize(4);
    assertThat(receiver.logs()).isEmpty();
  }

  @Test
  void exportsNoEventWithNamesThatDoNotHaveIt() {
    run(counted(), EVENTS.withVersions(ConventionVersion.V1_36), Sampler.alwaysOn());
    assertThat(receiver.logs()).isEmpty();

    run(counted(), EVENTS.withVersions(ConventionVersion.V1_41), Sampler.alwaysOn());
    assertThat(receiver.logs()).hasSize(1);
  }

  @Test
  void exportsAnEventWithoutASampledSpan() {
    run(counted(), EVENTS, Sampler.alwaysOff());

    assertThat(receiver.spans()).isEmpty();
    assertThat(attributes(event().getAttributesList()))
        .containsKeys("gen_ai.input.messages", "gen_ai.output.messages");
  }

  @Test
  void redactsAndShortensTexts() {
    TelemetryOptions options =
        EVENTS.withMaxAttributeLength(120).withRedaction(text -> text.replace("secret", "***"));
    String longAnswer = "{\"chat_message\":\"secret " + "é\\\"".repeat(200) + "\"}";

    run(ScriptedModel.answering(longAnswer).model(), options, Sampler.alwaysOn());

    Map<String, Object> attributes = attributes(event().getAttributesList());
    assertThat(attributes.get("gen_ai.input.messages").toString()).contains("*** question");
    assertThat(attributes.get("gen_ai.output.messages").toString()).contains("***").contains("…");
    // The JSON of the event, which is a string in the span.
    assertThat(receiver.spans())
        .flatExtracting(Span::getAttributesList)
        .filteredOn(each -> each.getKey().equals("gen_ai.output.messages"))
        .isNotEmpty()
        .allSatisfy(
            each -> assertThat(each.getValue().getStringValue()).hasSizeLessThanOrEqualTo(120));
    assertThat(receiver.logs().toString()).doesNotContain("secret");
    assertThat(receiver.spans().toString()).doesNotContain("secret");
  }

  @Test
  void exportsNoTextThatCannotBeRedacted() {
    UnaryOperator<String> failing =
        text -> {
          throw new IllegalStateException("no rules");
        };

    run(counted(), EVENTS.withRedaction(failing), Sampler.alwaysOn());

    assertThat(receiver.logs()).hasSize(1);
    assertThat(receiver.logs().toString()).doesNotContain("secret");
    assertThat(receiver.spans().toString()).doesNotContain("secret");
  }

  @Test
  void exportsTheErrorOfAFailedRequestWithoutItsMessage() {
    Model failing =
        ScriptedModel.throwing(
                UnavailableException.of(new ProviderError("acme", 503, null, "hidden", ""), null))
            .model();

    assertThatThrownBy(() -> run(failing, EVENTS, Sampler.alwaysOn()))
        .isInstanceOf(ProviderException.class);

    assertThat(attributes(event().getAttributesList()))
        .containsEntry("error.type", "503")
        .containsEntry("gen_ai.response.finish_reasons", List.of("error"));
    assertThat(receiver.logs().toString()).doesNotContain("hidden");
  }

  @Test
  void requiresContentForEvents() {
    assertThatThrownBy(() ->
            new TelemetryOptions(
                Set.of(ConventionVersion.CURRENT), false, true, 10, UnaryOperator.identity()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("hasContentEvents: expected false without captured content, found true");
  }

  /** Runs an agent and exports its telemetry, also if it fails. */
  private void run(Model model, TelemetryOptions options, Sampler sampler) {
    try (OpenTelemetrySdk sdk = sdk(sampler)) {
      try {
        ObservedAgent.of(
                AtomicAgent.builder(model).name("chat").build(),
                OpenTelemetryObserver.of(sdk, options))
            .run(INPUT);
      } finally {
        sdk.getSdkTracerProvider().forceFlush().join(30, SECONDS);
        sdk.getSdkLoggerProvider().forceFlush().join(30, SECONDS);
      }
    }
  }

  private OpenTelemetrySdk sdk(Sampler sampler) {
    var spans = OtlpHttpSpanExporter.builder().setEndpoint(receiver.url("/v1/traces")).build();
    var logs = OtlpHttpLogRecordExporter.builder().setEndpoint(receiver.url("/v1/logs")).build();
    return OpenTelemetrySdk.builder()
        .setTracerProvider(
            SdkTracerProvider.builder()
                .setSampler(sampler)
                .addSpanProcessor(SimpleSpanProcessor.create(spans))
                .build())
        .setLoggerProvider(
            SdkLoggerProvider.builder()
                .addLogRecordProcessor(SimpleLogRecordProcessor.create(logs))
                .build())
        .build();
  }

  private static Model counted() {
    return ScriptedModel.of(ScriptedResponse.text(ANSWER).withUsage(Usage.of(12, 3))).model();
  }

  private LogRecord event() {
    assertThat(receiver.logs()).hasSize(1);
    return receiver.logs().getFirst();
  }

  private Span span(String name) {
    return receiver.spans().stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Object> text(String content) {
    return Map.of("type", "text", "content", content);
  }

  private static Map<String, Object> attributes(List<KeyValue> attributes) {
    var map = new TreeMap<String, Object>();
    attributes.forEach(attribute -> map.put(attribute.getKey(), value(attribute.getValue())));
    return map;
  }

  private static Object value(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case INT_VALUE -> value.getIntValue();
      case BOOL_VALUE -> value.getBoolValue();
      case DOUBLE_VALUE -> value.getDoubleValue();
      case ARRAY_VALUE ->
          value.getArrayValue().getValuesList().stream().map(ContentEventTest::value).toList();
      case KVLIST_VALUE -> attributes(value.getKvlistValue().getValuesList());
      default -> throw new IllegalArgumentException(value.toString());
    };
  }
}
