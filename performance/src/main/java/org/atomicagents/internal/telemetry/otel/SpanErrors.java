package org.atomicagents.internal.telemetry.otel;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/** The errors of spans. */
final class SpanErrors {
  private SpanErrors() {}

  /**
   * Sets the status of a failed span. The texts of its exception may repeat parts of a response, so
   * that they are exported with the content only, and redacted.
   */
  static void record(
      Span span, @Nullable Throwable failure, @Nullable String error, OtelExport export) {
    if (error == null || failure == null) {
      return;
    }
    span.setAttribute(GenAiKeys.ERROR, error);
    span.setStatus(StatusCode.ERROR);
    if (export.options().isContentCaptured()) {
      span.addEvent("exception", attributes(failure, export.content()));
    }
  }

  private static Attributes attributes(Throwable failure, ContentWriter content) {
    var trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    AttributesBuilder attributes =
        Attributes.builder().put("exception.type", failure.getClass().getName());
    put(attributes, "exception.message", content.text(String.valueOf(failure.getMessage())));
    put(attributes, "exception.stacktrace", content.text(trace.toString()));
    return attributes.build();
  }

  private static void put(AttributesBuilder attributes, String key, @Nullable String text) {
    if (text != null) {
      attributes.put(key, text);
    }
  }
}
