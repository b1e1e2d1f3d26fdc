package org.atomicagents.internal.telemetry.otel;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The event {@code gen_ai.client.inference.operation.details} of a request: its attributes and its
 * texts, which a backend stores independently of traces. Used by one thread at a time.
 */
final class DetailsEvent {
  private static final String NAME = "gen_ai.client.inference.operation.details";

  private final Logger logger;
  private final Context context;
  private final AttributesBuilder attributes = Attributes.builder();

  private DetailsEvent(Logger logger, Context context) {
    this.logger = logger;
    this.context = context;
  }

  /**
   * Begins the event of a request; returns null if it is not exported.
   *
   * @param context the context of the request, with its span
   */
  static @Nullable DetailsEvent begin(OtelExport export, Context context) {
    // Conventions until 1.36 do not have the event.
    return export.options().hasContentEvents()
            && export.hasProvider()
            && export.logger().isEnabled(Severity.INFO, context)
        ? new DetailsEvent(export.logger(), context)
        : null;
  }

  void put(Attributes added) {
    attributes.putAll(added);
  }

  void put(AttributeKey<String> key, String value) {
    attributes.put(key, value);
  }

  /** Adds texts as objects: the conventions allow a string of JSON in spans only. */
  void putJson(AttributeKey<String> key, String json) {
    try {
      attributes.put(AttributeKey.valueKey(key.getKey()), JsonValues.of(json));
    } catch (JacksonException e) {
      // A text that exceeds the limits of the parser.
      attributes.put(key, json);
    }
  }

  void emit() {
    logger
        .logRecordBuilder()
        .setEventName(NAME)
        .setSeverity(Severity.INFO)
        .setContext(context)
        .setAllAttributes(attributes.build())
        .emit();
  }
}
