package org.atomicagents.internal.run;

import org.atomicagents.message.Violation;
import org.atomicagents.model.OutputFormat;
import org.jspecify.annotations.Nullable;

/**
 * Detects, while a response is received, text that cannot become an output: one that repeats the
 * same words without end, or the schema of the prompt.
 *
 * <p>Not thread-safe.
 */
final class UnusableText {
  private static final int MAX_EXCERPT_LENGTH = 60;

  private static final String SCHEMA = "the schema itself";

  private final SchemaEchoDetector echo;
  private final JsonStringTracker strings = new JsonStringTracker();
  private @Nullable RepetitionDetector repetition;
  private @Nullable RepetitionDetector reasoningRepetition;
  private @Nullable String repeatedUnit;
  private int length;

  /** Creates a detector of an empty response to a request of a format. */
  UnusableText(OutputFormat format) {
    this.echo = new SchemaEchoDetector(format);
  }

  /** Returns the violation of a complete text; null if there is none. */
  static @Nullable Violation find(OutputFormat format, String text) {
    var detector = new UnusableText(format);
    detector.append(text);
    return detector.violation();
  }

  /** Returns the violation of a complete text that is an echo of the schema; null if it is none. */
  static @Nullable Violation findEcho(OutputFormat format, String text) {
    var detector = new SchemaEchoDetector(format);
    detector.append(text);
    return detector.isEcho() ? echoViolation() : null;
  }

  /** Appends text. */
  void append(String text) {
    echo.append(text);
    length += text.length();
    if (repetition == null && length >= RepetitionDetector.MIN_LENGTH) {
      // Most responses are shorter and never allocate it.
      repetition = new RepetitionDetector(strings);
    }
    if (repetition == null) {
      strings.append(text);
    } else if (repeatedUnit == null) {
      repeatedUnit = repetition.append(text);
    }
  }

  /** Appends reasoning, which is not part of the output, but may be endless too. */
  void appendReasoning(String text) {
    if (reasoningRepetition == null) {
      reasoningRepetition = new RepetitionDetector(new JsonStringTracker());
    }
    if (repeatedUnit == null) {
      repeatedUnit = reasoningRepetition.append(text);
    }
  }

  /** Returns the violation of the text received so far; null if there is none. */
  @Nullable Violation violation() {
    if (repeatedUnit != null) {
      String unit = repeatedUnit.isBlank() ? "white space" : quote(repeatedUnit);
      return new Violation("$", "a response that ends after its JSON", unit + " again and again");
    }
    return echo.isEcho() ? echoViolation() : null;
  }

  /** Returns the advice to a model whose response had a violation of this class. */
  static String advice(Violation violation) {
    return violation.found().equals(SCHEMA)
        ? "Respond with a JSON object that contains values. Do not repeat the schema."
        : "Do not repeat text. Respond with the JSON object once, then stop.";
  }

  private static Violation echoViolation() {
    return new Violation("$", "an object with values", SCHEMA);
  }

  private static String quote(String unit) {
    return "\"" + Excerpt.of(unit.strip(), MAX_EXCERPT_LENGTH) + "\"";
  }
}
