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
import org.atomicagents.internal.schema.decode.PlainJsonReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** The types that are encoded as formatted strings: ISO 8601 dates and times, URIs and UUIDs. */
final class StringFormats {

  // The descriptions are sent to models, which copy examples: they contain no valid value.
  static final Map<Class<?>, ScalarNode> BY_TYPE =
      Map.ofEntries(
          entry(
              LocalDate.class,
              of("date", "a date as YYYY-MM-DD", LocalDate::parse)
                  .respelledBy(undecorated(text -> toText(WrittenDate.parse(text))))),
          entry(
              LocalTime.class,
              of("", "a time of day as HH:MM:SS", LocalTime::parse)
                  .respelledBy(undecorated(text -> toText(WrittenTime.parse(text))))),
          entry(
              LocalDateTime.class,
              of("", "a date and time without a zone as YYYY-MM-DDTHH:MM:SS", LocalDateTime::parse)
                  .respelledBy(undecorated(WrittenTime::parseDateTime))),
          entry(
              OffsetDateTime.class,
              of(
                      "date-time",
                      "a date and time with an offset as YYYY-MM-DDTHH:MM:SS+HH:MM",
                      OffsetDateTime::parse,
                      value -> ISO_OFFSET_DATE_TIME.format((OffsetDateTime) value))
                  .respelledBy(undecorated(WrittenTime::parseOffsetDateTime))),
          entry(
              ZonedDateTime.class,
              of(
                      "",
                      "a date and time with a zone as YYYY-MM-DDTHH:MM:SS+HH:MM[Area/City]",
                      ZonedDateTime::parse,
                      value -> ISO_ZONED_DATE_TIME.format((ZonedDateTime) value))
                  .respelledBy(undecorated(WrittenTime::parseOffsetDateTime))),
          entry(
              Instant.class,
              of(
                      "date-time",
                      "a date and time in UTC as YYYY-MM-DDTHH:MM:SSZ",
                      text -> OffsetDateTime.parse(text).toInstant())
                  .respelledBy(undecorated(WrittenTime::parseOffsetDateTime))),
          entry(
              Duration.class,
              of(
                      "duration",
                      "a duration as PTnHnMnS",
                      Rfc3339Durations::parse,
                      value -> Rfc3339Durations.format((Duration) value))
                  .respelledBy(undecorated(text -> null))),
          entry(
              Period.class,
              of(
                      "duration",
                      "a period as PnYnMnD",
                      Period::parse,
                      value -> Rfc3339Durations.format((Period) value))
                  .respelledBy(undecorated(text -> null))),
          entry(
              YearMonth.class,
              of("", "a month as YYYY-MM", YearMonth::parse)
                  .respelledBy(undecorated(text -> toText(WrittenDate.parseMonth(text))))),
          entry(
              Year.class,
              of("", "a year as \"YYYY\"", Year::parse).respelledBy(undecorated(text -> null))),
          entry(URI.class, of("uri", "a URI", StringFormats::parseUri)),
          entry(
              UUID.class,
              of("uuid", "a UUID", StringFormats::parseUuid)
                  .respelledBy(undecorated(text -> null))),
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
        in -> readPlain(in, parser),
        (value, out) -> out.writeString(formatter.apply(value)),
        text -> null);
  }

  private static @Nullable Object readPlain(PlainJsonReader in, StringParser parser) {
    String text = in.readString();
    try {
      return text == null ? null : parser.parse(text);
    } catch (DateTimeException | IllegalArgumentException e) {
      return in.fail();
    }
  }

  /** Returns a respelling that also removes white space, quotes and emphasis around the value. */
  private static ScalarNode.Respelling undecorated(ScalarNode.Respelling respelling) {
    return text -> {
      String content = TextEdges.withoutDecoration(text);
      String respelled = respelling.respell(content);
      return respelled == null ? content : respelled;
    };
  }

  private static @Nullable String toText(@Nullable Object value) {
    return value == null ? null : value.toString();
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
