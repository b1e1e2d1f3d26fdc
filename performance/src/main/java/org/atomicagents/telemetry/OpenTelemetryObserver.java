package org.atomicagents.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import java.util.Objects;
import org.atomicagents.internal.telemetry.otel.OtelExport;
import org.jspecify.annotations.Nullable;

/**
 * An observer that exports spans and metrics through OpenTelemetry, by its <a
 * href="https://github.com/open-telemetry/semantic-conventions-genai">semantic conventions</a> for
 * generative AI.
 *
 * {@snippet class="org.atomicagents.telemetry.TelemetrySnippets" region="open-telemetry"}
 *
 * <p>A run has a span {@code invoke_agent {agent}}, whose parent is the span that is current when
 * the run is prepared. Inside of it, each request that is sent has a span {@code chat {model}}, and
 * each call of a tool a span {@code execute_tool {tool}}. The span of a request is current while
 * the client sends it, that of a tool while the tool is executed, and that of the run in
 * interceptors. The observer adds no headers to requests.
 *
 * <p>Texts of prompts, responses and tools are not exported unless {@link
 * TelemetryOptions#withContent()} is set; neither are messages of exceptions, which may repeat
 * them. {@link TelemetryOptions#withContentEvents()} exports an event for each request as well.
 * Attributes that the conventions do not have begin with {@code atomic_agents}.
 *
 * <p>Requires {@code io.opentelemetry:opentelemetry-api}, which is an optional dependency of this
 * module. Thread-safe.
 */
public final class OpenTelemetryObserver implements RunObserver {
  private final OtelExport export;
  // Null for the current context of the thread that prepares a run.
  private final @Nullable Context parent;

  private OpenTelemetryObserver(OtelExport export, @Nullable Context parent) {
    this.export = export;
    this.parent = parent;
  }

  /** Returns an observer with {@link TelemetryOptions#defaults()}. */
  @SuppressWarnings("exports") // the module is optional
  public static OpenTelemetryObserver of(OpenTelemetry openTelemetry) {
    return of(openTelemetry, TelemetryOptions.defaults());
  }

  /** Returns an observer. */
  @SuppressWarnings("exports") // the module is optional
  public static OpenTelemetryObserver of(OpenTelemetry openTelemetry, TelemetryOptions options) {
    Objects.requireNonNull(openTelemetry, "openTelemetry");
    Objects.requireNonNull(options, "options");
    return new OpenTelemetryObserver(new OtelExport(openTelemetry, options), null);
  }

  @Override
  public OpenTelemetryObserver inCallerContext() {
    return new OpenTelemetryObserver(export, Context.current());
  }

  @Override
  public RunObservation begin(RunDescription run) {
    return export.begin(run, parent == null ? Context.current() : parent);
  }

  /** Returns whether another observer exports to the same place. */
  @Override
  public boolean equals(Object other) {
    return other instanceof OpenTelemetryObserver observer && export.equals(observer.export);
  }

  @Override
  public int hashCode() {
    return export.hashCode();
  }
}
