package org.atomicagents.testing.internal.generate;

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
final class FormatGenerator {
  private static final Map<String, Function<SeededRandom, String>> EXAMPLES =
      Map.ofEntries(
          Map.entry("date", draw -> date(draw).toString()),
          Map.entry("date-time", FormatGenerator::dateTime),
          Map.entry("time", draw -> time(draw) + "Z"),
          Map.entry("duration", FormatGenerator::duration),
          Map.entry("email", FormatGenerator::email),
          Map.entry("idn-email", FormatGenerator::email),
          Map.entry("hostname", FormatGenerator::hostname),
          Map.entry("idn-hostname", FormatGenerator::hostname),
          Map.entry("ipv4", FormatGenerator::ipv4),
          Map.entry("ipv6", FormatGenerator::ipv6),
          Map.entry("uri", FormatGenerator::uri),
          Map.entry("uri-reference", FormatGenerator::uri),
          Map.entry("uri-template", FormatGenerator::uri),
          Map.entry("iri", FormatGenerator::uri),
          Map.entry("iri-reference", FormatGenerator::uri),
          Map.entry("uuid", FormatGenerator::uuid),
          Map.entry("json-pointer", draw -> "/" + Vocabulary.noun(draw)),
          Map.entry("relative-json-pointer", draw -> "1/" + Vocabulary.noun(draw)),
          Map.entry("regex", Vocabulary::noun));

  private FormatGenerator() {}

  static boolean isKnown(String format) {
    return EXAMPLES.containsKey(format);
  }

  static String example(String format, SeededRandom draw) {
    return requireNonNull(EXAMPLES.get(format), format).apply(draw);
  }

  private static LocalDate date(SeededRandom draw) {
    return LocalDate.of(2020, 1, 1).plusDays(draw.between(0, 3_650));
  }

  private static String time(SeededRandom draw) {
    LocalTime time = LocalTime.ofSecondOfDay(draw.between(0, 86_399));
    return String.format(
        Locale.ROOT, "%02d:%02d:%02d", time.getHour(), time.getMinute(), time.getSecond());
  }

  private static String dateTime(SeededRandom draw) {
    return date(draw) + "T" + time(draw) + ZoneOffset.UTC.getId();
  }

  private static String duration(SeededRandom draw) {
    return Duration.ofMinutes(draw.between(1, 1_400)).toString();
  }

  private static String email(SeededRandom draw) {
    return Vocabulary.noun(draw) + "." + Vocabulary.noun(draw) + "@" + hostname(draw);
  }

  private static String hostname(SeededRandom draw) {
    return Vocabulary.noun(draw) + ".example.com";
  }

  private static String uri(SeededRandom draw) {
    return "https://" + hostname(draw) + "/" + Vocabulary.noun(draw) + "/" + draw.between(1, 999);
  }

  private static String ipv4(SeededRandom draw) {
    return "192.0.2." + draw.between(1, 254);
  }

  private static String ipv6(SeededRandom draw) {
    return String.format(Locale.ROOT, "2001:db8:0:0:0:0:0:%x", draw.between(1, 0xffff));
  }

  private static String uuid(SeededRandom draw) {
    long high = (draw.random().nextLong() & ~0xF000L) | 0x4000L;
    long low = (draw.random().nextLong() & ~(3L << 62)) | (1L << 63);
    return new UUID(high, low).toString();
  }
}
