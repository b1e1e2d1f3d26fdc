package org.atomicagents.examples;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.telemetry.ObservedAgent;
import org.atomicagents.telemetry.OpenTelemetryObserver;

/**
 * Prints the spans of a run. Replace the printing exporter by {@code OtlpHttpSpanExporter} to send
 * them to a collector.
 */
public final class TracedRun {
  private TracedRun() {}

  public static void main(String... args) {
    var tracing =
        SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(new PrintingExporter()))
            .build();
    try (var example = ExampleModel.select(args);
        var telemetry = OpenTelemetrySdk.builder().setTracerProvider(tracing).build()) {
      var agent =
          ObservedAgent.of(
              AtomicAgent.builder(example.model()).name("chat").build(),
              OpenTelemetryObserver.of(telemetry));

      agent.run(new BasicChatInput("Why is the sky blue?"));

      try (var stream = agent.stream(new BasicChatInput("And at dusk?"))) {
        stream.result();
      }
    }
  }

  /** Prints one line per span, the innermost spans first. */
  private static final class PrintingExporter implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      for (SpanData span : spans) {
        long nanos = span.getEndEpochNanos() - span.getStartEpochNanos();
        System.out.println(span.getName() + ", " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms");
        span.getAttributes().forEach((key, value) -> System.out.println("  " + key + ": " + value));
      }
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
