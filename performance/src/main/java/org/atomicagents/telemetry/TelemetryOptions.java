package org.atomicagents.telemetry;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Settings of exporters. Immutable; the {@code with} methods return copies.
 *
 * @param versions the names to export; several of them are exported side by side
 * @param isContentCaptured whether the texts of prompts, responses and tools are exported
 * @param hasContentEvents whether these texts are exported as events of requests as well
 * @param maxAttributeLength the maximum length of an exported text, in characters; longer ones are
 *     truncated
 * @param redaction replaces secrets and personal data in each exported text, before it is truncated
 */
public record TelemetryOptions(
    Set<ConventionVersion> versions,
    boolean isContentCaptured,
    boolean hasContentEvents,
    int maxAttributeLength,
    UnaryOperator<String> redaction) {
  private static final TelemetryOptions DEFAULTS =
      new TelemetryOptions(
          Set.of(ConventionVersion.CURRENT), false, false, 4_096, UnaryOperator.identity());

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if there is no version, there are events without captured
   *     content, or the length is less than 1
   */
  public TelemetryOptions {
    versions = Set.copyOf(versions);
    Objects.requireNonNull(redaction, "redaction");
    if (versions.isEmpty()) {
      throw new IllegalArgumentException("versions: expected at least one, found none");
    }
    if (hasContentEvents && !isContentCaptured) {
      throw new IllegalArgumentException(
          "hasContentEvents: expected false without captured content, found true");
    }
    if (maxAttributeLength < 1) {
      throw new IllegalArgumentException(
          "maxAttributeLength: expected 1 or more, found " + maxAttributeLength);
    }
  }

  /**
   * Returns options with the current names, without content, and texts of at most 4,096 characters.
   */
  public static TelemetryOptions defaults() {
    return DEFAULTS;
  }

  /** Returns a copy with other names; several of them are exported side by side. */
  public TelemetryOptions withVersions(ConventionVersion first, ConventionVersion... others) {
    var all = EnumSet.of(first);
    all.addAll(List.of(others));
    return new TelemetryOptions(
        all, isContentCaptured, hasContentEvents, maxAttributeLength, redaction);
  }

  /**
   * Returns a copy that exports the texts of prompts, responses and tools, which may contain
   * personal data; default: they are not exported.
   */
  public TelemetryOptions withContent() {
    return new TelemetryOptions(versions, true, hasContentEvents, maxAttributeLength, redaction);
  }

  /**
   * Returns a copy that exports the texts of prompts and responses as attributes of spans, as
   * {@link #withContent()} does, and also as one event {@code
   * gen_ai.client.inference.operation.details} for each request; default: there are no events.
   *
   * <p>Events are log records, which need an SDK with a log exporter. They do not depend on the
   * sampling of spans. Conventions until {@link ConventionVersion#V1_36} do not have the event.
   */
  public TelemetryOptions withContentEvents() {
    return new TelemetryOptions(versions, true, true, maxAttributeLength, redaction);
  }

  /** Returns a copy with another maximum length of exported texts, in characters. */
  public TelemetryOptions withMaxAttributeLength(int characters) {
    return new TelemetryOptions(
        versions, isContentCaptured, hasContentEvents, characters, redaction);
  }

  /**
   * Returns a copy with a function that replaces secrets and personal data in each exported text.
   * If it throws an exception, the text is not exported.
   */
  public TelemetryOptions withRedaction(UnaryOperator<String> function) {
    return new TelemetryOptions(
        versions, isContentCaptured, hasContentEvents, maxAttributeLength, function);
  }
}
