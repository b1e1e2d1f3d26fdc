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

/** Generates valid examples of the string formats of JSON Schema. */
final class FormatGenerator {
  private static final Map<String, Function<SeededRandom, String>> EXAMPLES =
      Map.ofEntries(
          Map.entry("date", random -> date(random).toString()),
          Map.entry("date-time", FormatGenerator::dateTime),
          Map.entry("time", random -> time(random) + "Z"),
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
          Map.entry("json-pointer", random -> "/" + Vocabulary.noun(random)),
          Map.entry("relative-json-pointer", random -> "1/" + Vocabulary.noun(random)),
          Map.entry("regex", Vocabulary::noun));

  private FormatGenerator() {}

  static boolean isKnown(String format) {
    return EXAMPLES.containsKey(format);
  }

  static String example(String format, SeededRandom random) {
    return requireNonNull(EXAMPLES.get(format), format).apply(random);
  }

  private static LocalDate date(SeededRandom random) {
    return LocalDate.of(2020, 1, 1).plusDays(random.between(0, 3_650));
  }

  private static String time(SeededRandom random) {
    LocalTime time = LocalTime.ofSecondOfDay(random.between(0, 86_399));
    return String.format(
        Locale.ROOT, "%02d:%02d:%02d", time.getHour(), time.getMinute(), time.getSecond());
  }

  private static String dateTime(SeededRandom random) {
    return date(random) + "T" + time(random) + ZoneOffset.UTC.getId();
  }

  private static String duration(SeededRandom random) {
    return Duration.ofMinutes(random.between(1, 1_400)).toString();
  }

  private static String email(SeededRandom random) {
    return Vocabulary.noun(random) + "." + Vocabulary.noun(random) + "@" + hostname(random);
  }

  private static String hostname(SeededRandom random) {
    return Vocabulary.noun(random) + ".example.com";
  }

  private static String uri(SeededRandom random) {
    return "https://"
        + hostname(random)
        + "/"
        + Vocabulary.noun(random)
        + "/"
        + random.between(1, 999);
  }

  private static String ipv4(SeededRandom random) {
    return "192.0.2." + random.between(1, 254);
  }

  private static String ipv6(SeededRandom random) {
    return String.format(Locale.ROOT, "2001:db8:0:0:0:0:0:%x", random.between(1, 0xffff));
  }

  private static String uuid(SeededRandom random) {
    long high = (random.random().nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.random().nextLong() & ~(3L << 62)) | (1L << 63);
    return new UUID(high, low).toString();
  }
}
