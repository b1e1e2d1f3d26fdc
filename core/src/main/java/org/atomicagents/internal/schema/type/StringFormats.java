package org.atomicagents.internal.schema.type;

import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;
import static java.time.format.DateTimeFormatter.ISO_ZONED_DATE_TIME;
import static java.util.Map.entry;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import tools.jackson.core.JsonToken;

/** The types that are encoded as formatted strings: ISO 8601 dates and times, URIs and UUIDs. */
final class StringFormats {

  static final Map<Class<?>, ScalarNode> BY_TYPE =
      Map.ofEntries(
          entry(LocalDate.class, of("date", "a date as in 2026-11-22", LocalDate::parse)),
          entry(LocalTime.class, of("", "a time of day as in 17:30:00", LocalTime::parse)),
          entry(
              LocalDateTime.class,
              of(
                  "",
                  "a date and time without a zone as in 2026-11-22T17:30:00",
                  LocalDateTime::parse)),
          entry(
              OffsetDateTime.class,
              of(
                  "date-time",
                  "a date and time with an offset as in 2026-11-22T17:30:00+01:00",
                  OffsetDateTime::parse,
                  value -> ISO_OFFSET_DATE_TIME.format((OffsetDateTime) value))),
          entry(
              ZonedDateTime.class,
              of(
                  "",
                  "a date and time with a zone as in 2026-11-22T17:30:00+01:00[Europe/Zurich]",
                  ZonedDateTime::parse,
                  value -> ISO_ZONED_DATE_TIME.format((ZonedDateTime) value))),
          entry(
              Instant.class,
              of(
                  "date-time",
                  "a date and time in UTC as in 2026-11-22T16:30:00Z",
                  text -> OffsetDateTime.parse(text).toInstant())),
          entry(
              Duration.class,
              of(
                  "duration",
                  "a duration as in PT1H30M",
                  Rfc3339Durations::parse,
                  value -> Rfc3339Durations.format((Duration) value))),
          entry(
              Period.class,
              of(
                  "duration",
                  "a period as in P1Y2M3D",
                  Period::parse,
                  value -> Rfc3339Durations.format((Period) value))),
          entry(YearMonth.class, of("", "a month as in 2026-11", YearMonth::parse)),
          entry(Year.class, of("", "a year as in \"2026\"", Year::parse)),
          entry(URI.class, of("uri", "a URI", StringFormats::parseUri)),
          entry(UUID.class, of("uuid", "a UUID", StringFormats::parseUuid)),
          entry(char.class, of("", "one character", StringFormats::parseCharacter)),
          entry(Character.class, of("", "one character", StringFormats::parseCharacter)));

  private StringFormats() {}

  /** Parses a string, or throws if it does not have the format. */
  private interface StringParser {
    Object parse(String text);
  }

  private static ScalarNode of(String format, String expected, StringParser parser) {
    return of(format, expected, parser, Object::toString);
  }

  // A formatter is needed if the format requires parts that toString() omits, such as zero seconds.
  private static ScalarNode of(
      String format, String expected, StringParser parser, Function<Object, String> formatter) {
    return new ScalarNode(
        "string",
        format,
        expected,
        in -> {
          if (in.parser.currentToken() == JsonToken.VALUE_STRING) {
            try {
              return parser.parse(in.parser.getString());
            } catch (DateTimeException | IllegalArgumentException e) {
              // Rejected below, like a value of another JSON type.
            }
          }
          in.reject(expected);
          return null;
        },
        (value, out) -> out.writeString(formatter.apply(value)));
  }

  private static Object parseUri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  // UUID.fromString accepts 1-1-1-1-1.
  private static Object parseUuid(String text) {
    UUID uuid = UUID.fromString(text);
    if (!uuid.toString().equalsIgnoreCase(text)) {
      throw new IllegalArgumentException(text);
    }
    return uuid;
  }

  private static Object parseCharacter(String text) {
    if (text.length() != 1) {
      throw new IllegalArgumentException(text);
    }
    return text.charAt(0);
  }
}
