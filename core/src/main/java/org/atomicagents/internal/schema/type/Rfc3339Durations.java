package org.atomicagents.internal.schema.type;

import java.time.Duration;
import java.time.Period;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations and periods in JSON Schema's format {@code duration} (RFC 3339, appendix A), which
 * differs from Java's form of ISO 8601.
 *
 * <p>The format has weeks, and omits no unit between two others. It has neither fractions nor
 * signs: values with these are formatted and parsed in Java's form, in order not to lose them.
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
