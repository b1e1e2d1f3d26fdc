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

/** Generates values with a string format: dates, times and ids. */
final class FormattedSamples {
  private FormattedSamples() {}

  /** Returns a random value of a type; empty if the type has no string format. */
  static Optional<Drawn> draw(Class<?> type, SeededRandom random) {
    Object value = value(type, random);
    return Optional.ofNullable(value)
        .map(formatted ->
            Drawn.of(
                formatted, new MutableJson.Text(formatted.toString(), MutableJson.Role.FORMATTED)));
  }

  private static @Nullable Object value(Class<?> type, SeededRandom random) {
    LocalDate date = LocalDate.of(2020, 1, 1).plusDays(random.between(0, 4_000));
    LocalTime time =
        LocalTime.of(random.between(0, 23), random.between(0, 59), random.between(0, 59));
    return switch (type.getSimpleName()) {
      case "LocalDate" -> date;
      case "LocalTime" -> time;
      case "LocalDateTime" -> LocalDateTime.of(date, time);
      case "OffsetDateTime" ->
          OffsetDateTime.of(date, time, ZoneOffset.ofHours(random.between(-11, 11)));
      case "Instant" -> Instant.ofEpochSecond(random.between(0, Integer.MAX_VALUE));
      case "Duration" -> Duration.ofSeconds(random.between(0, 1_000_000));
      case "URI" ->
          URI.create(
              random.oneOf(
                  List.of(
                      "https://example.org/a?b=c&d=e#f",
                      "mailto:ada@example.org",
                      "urn:isbn:0451450523",
                      "file:///tmp/it's%20here")));
      case "UUID" -> new UUID(random.random().nextLong(), random.random().nextLong());
      default -> null;
    };
  }
}
