package org.atomicagents.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.ProviderException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.message.FinishReason;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The telemetry of hostile texts, and of texts that must not leave the process. */
class TelemetryPrivacyTest {
  private static final BasicChatInput INPUT = new BasicChatInput("q");
  private static final String ANSWER = "{\"chat_message\":\"secret\"}";

  @RegisterExtension
  static final OpenTelemetryExtension TELEMETRY = OpenTelemetryExtension.create();

  @Description("Notes")
  record Notes(@Description("The notes") Map<String, Integer> notes) {}

  @Test
  void redactsAndShortensMessagesOfExceptions() {
    String message = "secret " + "x".repeat(10_000);
    Model model =
        ScriptedModel.throwing(
                UnavailableException.of(new ProviderError("acme", 503, null, message, ""), null))
            .model();

    assertThatThrownBy(() -> run(model, content(text -> text.replace("secret", "***"))))
        .isInstanceOf(ProviderException.class);

    assertThat(TELEMETRY.getSpans()).hasSize(2);
    for (SpanData span : TELEMETRY.getSpans()) {
      EventData event = span.getEvents().getLast();
      assertThat(event.getName()).isEqualTo("exception");
      assertThat(event.getAttributes().get(AttributeKey.stringKey("exception.message")))
          .contains("***")
          .hasSizeLessThanOrEqualTo(4_096);
    }
    assertThat(TELEMETRY.getSpans().toString()).doesNotContain("secret");
  }

  @Test
  void endsSpansWhoseTextsOverflowTheStackOfTheRedaction() {
    run(ScriptedModel.answering(ANSWER).model(), content(TelemetryPrivacyTest::overflow));

    assertThat(TELEMETRY.getSpans()).hasSize(2).allMatch(SpanData::hasEnded);
    assertThat(TELEMETRY.getSpans().toString()).doesNotContain("secret");
  }

  @Test
  void exportsNoKeysOfMapsInPaths() {
    var model =
        ScriptedModel.answering(
                "{\"notes\":{\"secret a\":\"x\",\"secret b\":\"y\"}}",
                "{\"notes\":{\"secret a\":1}}")
            .model();
    var agent = AtomicAgent.of(BasicChatInput.class, Notes.class, model);

    ObservedAgent.of(agent, observer(TelemetryOptions.defaults())).run(INPUT);

    assertThat(TELEMETRY.getSpans().toString()).contains("$.notes[*]").doesNotContain("secret");
    assertThat(TELEMETRY.getMetrics().toString()).contains("$.notes[*]").doesNotContain("secret");
  }

  @Test
  void shortensIdsAndNamesOfTheProvider() {
    String huge = "h".repeat(100_000);
    var model =
        Model.of(
            (request, context) ->
                ModelExchange.of(
                    new ModelEvent.Started(huge, huge, Map.of()),
                    new ModelEvent.TextDelta(ANSWER),
                    new ModelEvent.Finished(FinishReason.STOP, "stop")),
            "m");

    run(model, TelemetryOptions.defaults());

    assertThat(TELEMETRY.getSpans().toString()).hasSizeLessThan(40_000);
    assertThat(TELEMETRY.getMetrics().toString()).doesNotContain("h".repeat(1_000));
  }

  @Test
  void printsNoResultOfATool() {
    var report = new ToolReport(ActivityOutcome.COMPLETED, null, Duration.ofMillis(3), "secret");

    assertThat(report).hasToString("ToolReport[COMPLETED, PT0.003S, 6 characters]");
  }

  private static String overflow(String text) {
    return text.isEmpty() ? text : overflow(text + "x");
  }

  private static TelemetryOptions content(UnaryOperator<String> redaction) {
    return TelemetryOptions.defaults().withContent().withRedaction(redaction);
  }

  private static void run(Model model, TelemetryOptions options) {
    ObservedAgent.of(AtomicAgent.builder(model).name("chat").build(), observer(options)).run(INPUT);
  }

  private static RunObserver observer(TelemetryOptions options) {
    return OpenTelemetryObserver.of(TELEMETRY.getOpenTelemetry(), options);
  }
}
