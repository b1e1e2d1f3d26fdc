package org.atomicagents.internal.schema.type;

import java.time.Duration;
import java.time.Period;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations and periods as JSON Schema's format {@code duration} has them (RFC 3339, appendix A),
 * which isn't quite Java's form of ISO 8601.
 *
 * <p>That has weeks, and leaves out no unit between two others. It has neither fractions nor signs:
 * such values are written in Java's form, since they would be lost otherwise, and read in it.
 */
final class Rfc3339Durations {
  private static final Pattern WEEKS = Pattern.compile("P(\\d{1,9})W");

  private Rfc3339Durations() {}

  static Duration parse(String text) {
    Matcher weeks = WEEKS.matcher(text);
    return weeks.matches()
        ? Duration.ofDays(7 * Long.parseLong(weeks.group(1)))
        : Duration.parse(text);
  }

  static String format(Duration value) {
    String text = value.toString();
    return text.contains("H") && text.contains("S") && !text.contains("M")
        ? text.replace("H", "H0M")
        : text;
  }

  static String format(Period value) {
    String text = value.toString();
    return text.contains("Y") && text.contains("D") && !text.contains("M")
        ? text.replace("Y", "Y0M")
        : text;
  }
}
