package org.atomicagents.telemetry;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.message.Usage;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.Test;

/** Exports to a receiver over HTTP, which parses the protobuf bodies as a collector does. */
class OtlpExportTest {
  private static final BasicChatInput INPUT = new BasicChatInput("q");
  private static final ScriptedResponse ANSWER =
      ScriptedResponse.text("{\"chat_message\":\"a\"}").withUsage(Usage.of(12, 3));

  @Test
  void sendsSpansAndMetricsToACollector() throws IOException {
    try (var receiver = new OtlpReceiver();
        OpenTelemetrySdk sdk = sdk(receiver)) {
      ObservedAgent<BasicChatInput, BasicChatOutput> agent =
          ObservedAgent.of(
              AtomicAgent.builder(ScriptedModel.of(ANSWER).model()).name("chat").build(),
              OpenTelemetryObserver.of(sdk));

      agent.run(INPUT);

      sdk.getSdkTracerProvider().forceFlush().join(30, SECONDS);
      sdk.getSdkMeterProvider().forceFlush().join(30, SECONDS);
      Span run = span(receiver, "invoke_agent chat");
      Span request = span(receiver, "chat gpt-5-mini");
      assertThat(request.getParentSpanId()).isEqualTo(run.getSpanId());
      assertThat(request.getTraceId()).isEqualTo(run.getTraceId());
      assertThat(request.getKind()).isEqualTo(SpanKind.SPAN_KIND_CLIENT);
      assertThat(request.getEndTimeUnixNano())
          .isGreaterThanOrEqualTo(request.getStartTimeUnixNano());
      assertThat(longValue(request, "gen_ai.usage.input_tokens")).isEqualTo(12);
      Metric duration = metric(receiver, "gen_ai.client.inference.duration");
      HistogramDataPoint point = duration.getHistogram().getDataPoints(0);
      assertThat(duration.getUnit()).isEqualTo("s");
      assertThat(point.getCount()).isEqualTo(1);
      assertThat(point.getExplicitBoundsList()).startsWith(0.01, 0.02).endsWith(40.96, 81.92);
      Metric input = metric(receiver, "gen_ai.client.inference.usage.input_tokens");
      assertThat(input.getSum().getIsMonotonic()).isTrue();
      assertThat(input.getSum().getDataPoints(0).getAsInt()).isEqualTo(12);
    }
  }

  @Test
  void runsWithoutACollector() throws IOException {
    String unreachable;
    try (var receiver = new OtlpReceiver()) {
      unreachable = receiver.url("/v1/traces");
    }
    try (OpenTelemetrySdk sdk =
        OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder()
                    .addSpanProcessor(
                        SimpleSpanProcessor.create(
                            OtlpHttpSpanExporter.builder().setEndpoint(unreachable).build()))
                    .build())
            .build()) {
      var agent =
          ObservedAgent.of(
              AtomicAgent.of(ScriptedModel.of(ANSWER).model()), OpenTelemetryObserver.of(sdk));

      assertThat(agent.run(INPUT).chatMessage()).isEqualTo("a");
    }
  }

  private static OpenTelemetrySdk sdk(OtlpReceiver receiver) {
    var spans =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(receiver.url("/v1/traces"))
            .setCompression("gzip")
            .build();
    var metrics = OtlpHttpMetricExporter.builder().setEndpoint(receiver.url("/v1/metrics")).build();
    return OpenTelemetrySdk.builder()
        .setTracerProvider(
            SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(spans)).build())
        .setMeterProvider(
            SdkMeterProvider.builder()
                .registerMetricReader(PeriodicMetricReader.create(metrics))
                .build())
        .build();
  }

  private static Span span(OtlpReceiver receiver, String name) {
    return receiver.spans().stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Metric metric(OtlpReceiver receiver, String name) {
    return receiver.metrics().stream()
        .filter(metric -> metric.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static long longValue(Span span, String key) {
    return span.getAttributesList().stream()
        .filter(attribute -> attribute.getKey().equals(key))
        .map(KeyValue::getValue)
        .findFirst()
        .orElseThrow()
        .getIntValue();
  }
}
