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
 * @param maxAttributeLength the maximum length of an exported text, in characters; longer ones are
 *     truncated
 * @param redaction replaces secrets and personal data in each exported text, before it is truncated
 */
public record TelemetryOptions(
    Set<ConventionVersion> versions,
    boolean isContentCaptured,
    int maxAttributeLength,
    UnaryOperator<String> redaction) {
  private static final TelemetryOptions DEFAULTS =
      new TelemetryOptions(
          Set.of(ConventionVersion.CURRENT), false, 4_096, UnaryOperator.identity());

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if there is no version, or the length is less than 1
   */
  public TelemetryOptions {
    versions = Set.copyOf(versions);
    Objects.requireNonNull(redaction, "redaction");
    if (versions.isEmpty()) {
      throw new IllegalArgumentException("versions: expected at least one, found none");
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
    return new TelemetryOptions(all, isContentCaptured, maxAttributeLength, redaction);
  }

  /**
   * Returns a copy that exports the texts of prompts, responses and tools, which may contain
   * personal data; default: they are not exported.
   */
  public TelemetryOptions withContent() {
    return new TelemetryOptions(versions, true, maxAttributeLength, redaction);
  }

  /** Returns a copy with another maximum length of exported texts, in characters. */
  public TelemetryOptions withMaxAttributeLength(int characters) {
    return new TelemetryOptions(versions, isContentCaptured, characters, redaction);
  }

  /**
   * Returns a copy with a function that replaces secrets and personal data in each exported text.
   * If it throws an exception, the text is not exported.
   */
  public TelemetryOptions withRedaction(UnaryOperator<String> function) {
    return new TelemetryOptions(versions, isContentCaptured, maxAttributeLength, function);
  }
}
