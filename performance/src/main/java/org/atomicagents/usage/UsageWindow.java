package org.atomicagents.usage;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/**
 * The time for which usage is summed up, before it begins at zero again.
 *
 * <p>Minutes and hours are those of UTC. Days and months are those of a calendar: on the days on
 * which clocks are changed, a day has 23 or 25 hours. Immutable.
 *
 * @param length the length
 * @param zone the time zone of days and months
 * @param idle the time without requests after which a session ends; zero for other windows
 */
public record UsageWindow(Length length, ZoneId zone, Duration idle) {
  private static final UsageWindow TOTAL = of(Length.TOTAL, ZoneOffset.UTC);
  private static final UsageWindow MINUTE = of(Length.MINUTE, ZoneOffset.UTC);
  private static final UsageWindow HOUR = of(Length.HOUR, ZoneOffset.UTC);
  private static final Duration MAX_RETENTION = Duration.ofHours(1);

  /** The length of a window. */
  public enum Length {
    /** All the time: the sum never begins at zero again. */
    TOTAL("in total"),
    /** A minute of UTC. */
    MINUTE("per minute"),
    /** An hour of UTC. */
    HOUR("per hour"),
    /** A day of a calendar. */
    DAY("per day"),
    /** A month of a calendar. */
    MONTH("per month"),
    /** From the first request until a time without requests. */
    SESSION("per session");

    private final String label;

    Length(String label) {
      this.label = label;
    }

    /** Returns a description, such as {@code per day}. */
    public String label() {
      return label;
    }
  }

  /**
   * Creates a window.
   *
   * @throws IllegalArgumentException if the idle time of a session is not positive
   */
  public UsageWindow {
    Objects.requireNonNull(length, "length");
    Objects.requireNonNull(zone, "zone");
    Objects.requireNonNull(idle, "idle");
    if (length == Length.SESSION && (idle.isNegative() || idle.isZero())) {
      throw new IllegalArgumentException("idle: expected more than 0, found " + idle);
    }
  }

  /** Returns a window without an end. */
  public static UsageWindow total() {
    return TOTAL;
  }

  /** Returns the minutes of UTC. */
  public static UsageWindow minute() {
    return MINUTE;
  }

  /** Returns the hours of UTC. */
  public static UsageWindow hour() {
    return HOUR;
  }

  /** Returns the days of a time zone. */
  public static UsageWindow day(ZoneId zone) {
    return of(Length.DAY, zone);
  }

  /** Returns the months of a time zone. */
  public static UsageWindow month(ZoneId zone) {
    return of(Length.MONTH, zone);
  }

  /**
   * Returns a window that begins with a request, and ends after a time without requests.
   *
   * @throws IllegalArgumentException if the time is not positive
   */
  public static UsageWindow session(Duration idle) {
    return new UsageWindow(Length.SESSION, ZoneOffset.UTC, idle);
  }

  private static UsageWindow of(Length length, ZoneId zone) {
    return new UsageWindow(length, zone, Duration.ZERO);
  }

  /** Returns the beginning of the window at a time; empty for a total and for sessions. */
  public Optional<Instant> start(Instant time) {
    return switch (length) {
      case TOTAL, SESSION -> Optional.empty();
      case MINUTE -> Optional.of(time.truncatedTo(ChronoUnit.MINUTES));
      case HOUR -> Optional.of(time.truncatedTo(ChronoUnit.HOURS));
      case DAY -> Optional.of(midnight(date(time)));
      case MONTH -> Optional.of(midnight(date(time).withDayOfMonth(1)));
    };
  }

  /**
   * Returns the end of the window at a time, which is the beginning of the next one; empty for a
   * total. A session ends then if there are no requests until then.
   */
  public Optional<Instant> end(Instant time) {
    return switch (length) {
      case TOTAL -> Optional.empty();
      case SESSION -> Optional.of(plus(time, idle));
      case MINUTE -> Optional.of(time.truncatedTo(ChronoUnit.MINUTES).plusSeconds(60));
      case HOUR -> Optional.of(time.truncatedTo(ChronoUnit.HOURS).plusSeconds(3_600));
      case DAY -> Optional.of(midnight(date(time).plusDays(1)));
      case MONTH -> Optional.of(midnight(date(time).withDayOfMonth(1).plusMonths(1)));
    };
  }

  /**
   * Returns the time from which the usage of the window at a time may be deleted: after its end, so
   * that a clock that is set back does not permit the same usage again.
   */
  public Optional<Instant> expiry(Instant time) {
    Optional<Instant> end = end(time);
    Optional<Instant> start = start(time);
    if (end.isEmpty() || start.isEmpty()) {
      return end;
    }
    Duration whole = Duration.between(start.get(), end.get());
    return Optional.of(end.get().plus(whole.compareTo(MAX_RETENTION) < 0 ? whole : MAX_RETENTION));
  }

  private LocalDate date(Instant time) {
    return time.atZone(zone).toLocalDate();
  }

  private Instant midnight(LocalDate date) {
    return date.atStartOfDay(zone).toInstant();
  }

  private static Instant plus(Instant time, Duration length) {
    return Duration.between(time, Instant.MAX).compareTo(length) < 0
        ? Instant.MAX
        : time.plus(length);
  }

  /** Returns the length and the zone, as in {@code per day in Europe/Berlin}. */
  @Override
  public String toString() {
    return switch (length) {
      case DAY, MONTH -> length.label() + " in " + zone;
      case SESSION -> length.label() + " until " + idle + " without requests";
      default -> length.label();
    };
  }
}
