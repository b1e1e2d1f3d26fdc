package org.atomicagents.corpus;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.atomicagents.corpus.ValueSampler.Drawn;
import org.atomicagents.corpus.mutation.MutableJson;
import org.atomicagents.testing.internal.generate.SeededRandom;
import org.jspecify.annotations.Nullable;

/** Makes up what is written as a text of some form: dates, times and ids. */
final class FormattedSamples {
  private FormattedSamples() {}

  /** A value of the type; nothing if it isn't one of these. */
  static Optional<Drawn> draw(Class<?> type, SeededRandom draw) {
    Object value = value(type, draw);
    return Optional.ofNullable(value)
        .map(each ->
            Drawn.of(each, new MutableJson.Text(each.toString(), MutableJson.Role.FORMATTED)));
  }

  private static @Nullable Object value(Class<?> type, SeededRandom draw) {
    LocalDate date = LocalDate.of(2020, 1, 1).plusDays(draw.between(0, 4_000));
    LocalTime time = LocalTime.of(draw.between(0, 23), draw.between(0, 59), draw.between(0, 59));
    return switch (type.getSimpleName()) {
      case "LocalDate" -> date;
      case "LocalTime" -> time;
      case "LocalDateTime" -> LocalDateTime.of(date, time);
      case "OffsetDateTime" ->
          OffsetDateTime.of(date, time, ZoneOffset.ofHours(draw.between(-11, 11)));
      case "Instant" -> Instant.ofEpochSecond(draw.between(0, Integer.MAX_VALUE));
      case "Duration" -> Duration.ofSeconds(draw.between(0, 1_000_000));
      case "URI" ->
          URI.create(
              draw.oneOf(
                  List.of(
                      "https://example.org/a?b=c&d=e#f",
                      "mailto:ada@example.org",
                      "urn:isbn:0451450523",
                      "file:///tmp/it's%20here")));
      case "UUID" -> new UUID(draw.random().nextLong(), draw.random().nextLong());
      default -> null;
    };
  }
}
