package org.atomicagents.benchmarks.contender;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import jdk.jfr.Recording;
import org.atomicagents.Agent;
import org.atomicagents.telemetry.FlightRecorderObserver;
import org.atomicagents.telemetry.MicrometerObserver;
import org.atomicagents.telemetry.ObservedAgent;
import org.atomicagents.telemetry.OpenTelemetryObserver;
import org.atomicagents.telemetry.RunObserver;

/** A {@link RequestingAgent}, bare or in an {@link ObservedAgent}. */
final class ObservedContender implements Contender {
  private static final int BATCH = 1_000;

  private final Agent<String, String> agent;

  private ObservedContender(Agent<String, String> agent) {
    this.agent = agent;
  }

  /** Returns the bare agent. */
  static ObservedContender bare() {
    return new ObservedContender(new RequestingAgent());
  }

  /** Returns an agent with an observer that is not enabled, since nothing is recorded. */
  static ObservedContender disabled() {
    return of(FlightRecorderObserver.create());
  }

  /** Returns an agent with meters, which have histograms. */
  static ObservedContender withMeters() {
    return of(MicrometerObserver.of(new SimpleMeterRegistry()).withHistograms());
  }

  /** Returns an agent whose events are recorded, until the process ends. */
  static ObservedContender withRecorder() {
    var recording = new Recording();
    recording.setMaxSize(50_000_000);
    recording.start();
    return of(FlightRecorderObserver.create());
  }

  /** Returns an agent whose spans and metrics are collected by the SDK and discarded. */
  static ObservedContender withSpans() {
    var spans =
        SdkTracerProvider.builder()
            .addSpanProcessor(BatchSpanProcessor.builder(new DiscardingExporter()).build())
            .build();
    var metrics =
        SdkMeterProvider.builder().registerMetricReader(InMemoryMetricReader.create()).build();
    return of(
        OpenTelemetryObserver.of(
            OpenTelemetrySdk.builder().setTracerProvider(spans).setMeterProvider(metrics).build()));
  }

  private static ObservedContender of(RunObserver observer) {
    return new ObservedContender(ObservedAgent.of(new RequestingAgent(), observer));
  }

  @Override
  public Object call() {
    return agent.run("input");
  }

  @Override
  public Object expected() {
    return "output";
  }

  @Override
  public int batch() {
    return BATCH;
  }

  /** An exporter that sends nothing. */
  private static final class DiscardingExporter implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
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
