package org.atomicagents.internal.telemetry.otel;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.atomicagents.telemetry.ConventionVersion;
import org.atomicagents.telemetry.RunDescription;
import org.atomicagents.telemetry.RunObservation;
import org.atomicagents.telemetry.TelemetryOptions;

/** The instruments and settings that all observations of an observer share. Thread-safe. */
public final class OtelExport {
  private static final String SCOPE = "org.atomicagents";
  private static final int MAX_NAMES = 200;

  private final Tracer tracer;
  private final Logger logger;
  private final TelemetryOptions options;
  private final RequestInstruments requests;
  private final RunInstruments runs;
  private final ContentWriter content;
  private final PromptHashes prompts = new PromptHashes();
  private final ResponseSpans responses = new ResponseSpans();
  private final BoundedNames responseModels = new BoundedNames(MAX_NAMES);
  private final boolean hasSystem;
  private final boolean hasProvider;
  private final boolean isCurrent;
  private final boolean isV141;

  public OtelExport(OpenTelemetry openTelemetry, TelemetryOptions options) {
    this.tracer = openTelemetry.getTracer(SCOPE);
    this.logger = openTelemetry.getLogsBridge().get(SCOPE);
    this.options = options;
    var instruments = new Instruments(openTelemetry.getMeter(SCOPE));
    this.requests = new RequestInstruments(instruments, options.versions());
    this.runs = new RunInstruments(instruments, MAX_NAMES);
    this.content = new ContentWriter(options);
    this.isCurrent = options.versions().contains(ConventionVersion.CURRENT);
    this.isV141 = options.versions().contains(ConventionVersion.V1_41);
    this.hasSystem = options.versions().contains(ConventionVersion.V1_36);
    this.hasProvider = isCurrent || isV141;
  }

  /** Begins to observe a run. */
  public RunObservation begin(RunDescription run, Context parent) {
    return new OtelRunObservation(this, run, parent);
  }

  Tracer tracer() {
    return tracer;
  }

  Logger logger() {
    return logger;
  }

  TelemetryOptions options() {
    return options;
  }

  RequestInstruments requests() {
    return requests;
  }

  RunInstruments runs() {
    return runs;
  }

  ContentWriter content() {
    return content;
  }

  PromptHashes prompts() {
    return prompts;
  }

  ResponseSpans responses() {
    return responses;
  }

  /** Returns the name of a model that responded, for metrics. */
  String responseModel(String model) {
    return responseModels.of(model);
  }

  /** Returns whether {@code gen_ai.system} is exported. */
  boolean hasSystem() {
    return hasSystem;
  }

  /** Returns whether {@code gen_ai.provider.name} is exported. */
  boolean hasProvider() {
    return hasProvider;
  }

  boolean isCurrent() {
    return isCurrent;
  }

  boolean isV141() {
    return isV141;
  }
}
