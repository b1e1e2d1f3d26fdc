package org.atomicagents.testing.internal;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Examples of the string formats of JSON Schema; each is valid by construction. */
final class Formats {
  private static final Map<String, Function<Draw, String>> EXAMPLES =
      Map.ofEntries(
          Map.entry("date", draw -> date(draw).toString()),
          Map.entry("date-time", Formats::dateTime),
          Map.entry("time", draw -> time(draw) + "Z"),
          Map.entry("duration", Formats::duration),
          Map.entry("email", Formats::email),
          Map.entry("idn-email", Formats::email),
          Map.entry("hostname", Formats::hostname),
          Map.entry("idn-hostname", Formats::hostname),
          Map.entry("ipv4", Formats::ipv4),
          Map.entry("ipv6", Formats::ipv6),
          Map.entry("uri", Formats::uri),
          Map.entry("uri-reference", Formats::uri),
          Map.entry("uri-template", Formats::uri),
          Map.entry("iri", Formats::uri),
          Map.entry("iri-reference", Formats::uri),
          Map.entry("uuid", Formats::uuid),
          Map.entry("json-pointer", draw -> "/" + Words.noun(draw)),
          Map.entry("relative-json-pointer", draw -> "1/" + Words.noun(draw)),
          Map.entry("regex", Words::noun));

  private Formats() {}

  static boolean isKnown(String format) {
    return EXAMPLES.containsKey(format);
  }

  static String example(String format, Draw draw) {
    return requireNonNull(EXAMPLES.get(format), format).apply(draw);
  }

  private static LocalDate date(Draw draw) {
    return LocalDate.of(2020, 1, 1).plusDays(draw.between(0, 3_650));
  }

  private static String time(Draw draw) {
    LocalTime time = LocalTime.ofSecondOfDay(draw.between(0, 86_399));
    return String.format(
        Locale.ROOT, "%02d:%02d:%02d", time.getHour(), time.getMinute(), time.getSecond());
  }

  private static String dateTime(Draw draw) {
    return date(draw) + "T" + time(draw) + ZoneOffset.UTC.getId();
  }

  private static String duration(Draw draw) {
    return Duration.ofMinutes(draw.between(1, 1_400)).toString();
  }

  private static String email(Draw draw) {
    return Words.noun(draw) + "." + Words.noun(draw) + "@" + hostname(draw);
  }

  private static String hostname(Draw draw) {
    return Words.noun(draw) + ".example.com";
  }

  private static String uri(Draw draw) {
    return "https://" + hostname(draw) + "/" + Words.noun(draw) + "/" + draw.between(1, 999);
  }

  private static String ipv4(Draw draw) {
    return "192.0.2." + draw.between(1, 254);
  }

  private static String ipv6(Draw draw) {
    return String.format(Locale.ROOT, "2001:db8:0:0:0:0:0:%x", draw.between(1, 0xffff));
  }

  private static String uuid(Draw draw) {
    long high = (draw.random().nextLong() & ~0xF000L) | 0x4000L;
    long low = (draw.random().nextLong() & ~(3L << 62)) | (1L << 63);
    return new UUID(high, low).toString();
  }
}
