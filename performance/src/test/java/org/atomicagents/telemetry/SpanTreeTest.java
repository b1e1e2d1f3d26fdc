package org.atomicagents.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.batch.Batch;
import org.atomicagents.error.CancelledException;
import org.atomicagents.message.FinishReason;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.resilience.HedgePolicy;
import org.atomicagents.routing.CascadeAgent;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.tool.Tool;
import org.atomicagents.tool.ToolLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The spans of agents that consist of several requests, agents or threads. */
class SpanTreeTest {
  private static final BasicChatInput INPUT = new BasicChatInput("q");
  private static final String ANSWER = "{\"chat_message\":\"a\"}";
  private static final String CALL =
      "{\"step\":{\"type\":\"call_tools\",\"calls\":[{\"tool\":\"weather\",\"input\":{\"name\":\"Bergen\"}}]}}";
  private static final String FINAL =
      "{\"step\":{\"type\":\"answer\",\"answer\":{\"chat_message\":\"It rains.\"}}}";

  @RegisterExtension
  static final OpenTelemetryExtension TELEMETRY = OpenTelemetryExtension.create();

  private final OpenTelemetryObserver observer =
      OpenTelemetryObserver.of(TELEMETRY.getOpenTelemetry());

  @Description("A city")
  record City(String name) {}

  @Description("The weather")
  record Weather(String text) {}

  @Test
  void aToolIsASpanOfItsLoop() {
    var inside = new CompletableFuture<Span>();
    var tool =
        Tool.of(
            "weather",
            City.class,
            Weather.class,
            city -> {
              inside.complete(Span.current());
              return new Weather("rain");
            });
    var loop =
        ToolLoop.builder(
                BasicChatInput.class,
                BasicChatOutput.class,
                ScriptedModel.answering(CALL, FINAL).model())
            .tool(tool)
            .build();

    ObservedAgent.of(loop, observer).withName("loop").run(INPUT);

    SpanData run = span("invoke_agent loop");
    SpanData called = span("execute_tool weather");
    assertThat(called.getParentSpanId()).isEqualTo(run.getSpanId());
    assertThat(inside.join().getSpanContext().getSpanId()).isEqualTo(called.getSpanId());
    assertThat(called.getAttributes().asMap())
        .containsEntry(AttributeKey.stringKey("gen_ai.tool.name"), "weather")
        .doesNotContainKey(AttributeKey.stringKey("gen_ai.tool.call.arguments"));
    assertThat(spans("chat gpt-5-mini"))
        .hasSize(2)
        .allSatisfy(chat -> assertThat(chat.getParentSpanId()).isEqualTo(run.getSpanId()));
  }

  @Test
  void bothRequestsOfAHedgeEndAndTheLoserIsMarked() {
    var requests = new AtomicInteger();
    Model model =
        Model.of(
                (request, context) ->
                    requests.incrementAndGet() == 1 ? waitForCancel(context) : answer(request),
                "m")
            .with(
                HedgePolicy.ofDefaults()
                    .withInitialDelay(Duration.ZERO)
                    .withMinDelay(Duration.ZERO));

    ObservedAgent.of(AtomicAgent.of(model), observer).withName("hedged").run(INPUT);

    SpanData run = span("invoke_agent hedged");
    List<SpanData> chats = spans("chat m");
    assertThat(chats)
        .hasSize(2)
        .allSatisfy(chat -> assertThat(chat.getParentSpanId()).isEqualTo(run.getSpanId()))
        .allSatisfy(
            chat -> assertThat(chat.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET));
    assertThat(chats)
        .extracting(
            chat -> chat.getAttributes().get(AttributeKey.stringKey("atomic_agents.outcome")))
        .containsExactlyInAnyOrder("superseded", "completed");
  }

  @Test
  void observedStagesOfACascadeAreNested() {
    var small =
        ObservedAgent.of(AtomicAgent.of(ScriptedModel.answering("x", "x", "x").model()), observer)
            .withName("small");
    var large =
        ObservedAgent.of(AtomicAgent.of(ScriptedModel.answering(ANSWER).model()), observer)
            .withName("large");

    try (var stream =
        ObservedAgent.of(CascadeAgent.ofAgents(List.of(small, large)), observer).stream(INPUT)) {
      stream.result();
    }

    SpanData run = span("invoke_agent cascade");
    assertThat(span("invoke_agent small").getParentSpanId()).isEqualTo(run.getSpanId());
    assertThat(span("invoke_agent large").getParentSpanId()).isEqualTo(run.getSpanId());
    assertThat(spans("chat gpt-5-mini"))
        .extracting(SpanData::getParentSpanId)
        .contains(span("invoke_agent small").getSpanId(), span("invoke_agent large").getSpanId())
        .doesNotContain(run.getSpanId());
  }

  @Test
  @SuppressWarnings("try") // the scope is closed, and not used
  void theItemsOfABatchBelongToTheCaller() {
    var agent =
        ObservedAgent.of(
                AtomicAgent.of(ScriptedModel.answering(ANSWER, ANSWER, ANSWER).model()), observer)
            .withName("item");
    Span caller = TELEMETRY.getOpenTelemetry().getTracer("test").spanBuilder("batch").startSpan();

    try (Scope scope = caller.makeCurrent()) {
      Batch.of(agent.withCallerContext()).run(List.of(INPUT, INPUT, INPUT));
    } finally {
      caller.end();
    }

    assertThat(spans("invoke_agent item"))
        .hasSize(3)
        .allSatisfy(item ->
            assertThat(item.getParentSpanId()).isEqualTo(caller.getSpanContext().getSpanId()));
    assertThat(spans("chat gpt-5-mini")).hasSize(3);
  }

  private static ModelExchange answer(ModelRequest request) {
    return ModelExchange.of(
        new ModelEvent.Started("id-2", request.model(), Map.of()),
        new ModelEvent.TextDelta(ANSWER),
        new ModelEvent.Finished(FinishReason.STOP, "stop"));
  }

  private static ModelExchange waitForCancel(RunContext context) {
    var cancelled = new CompletableFuture<Void>();
    context.onCancel(() -> cancelled.complete(null));
    cancelled.join();
    throw CancelledException.closed("waiting");
  }

  private static SpanData span(String name) {
    return spans(name).getFirst();
  }

  private static List<SpanData> spans(String name) {
    return TELEMETRY.getSpans().stream().filter(span -> span.getName().equals(name)).toList();
  }
}
