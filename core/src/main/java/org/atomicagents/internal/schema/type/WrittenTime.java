package org.atomicagents.internal.schema.type;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A parser of times of day in the 12-hour notation, as in {@code 3:05 pm}, and of dates with a
 * time.
 *
 * <p>{@code 12 am} and {@code 12 pm} are rejected: both are used for noon. So is an hour of one
 * digit without {@code am} or {@code pm}, which may be in the afternoon.
 */
final class WrittenTime {
  private static final int MAX_LENGTH = 90;
  private static final int HALF_DAY = 12;
  private static final Pattern TWELVE_HOURS =
      Pattern.compile(
          "(\\d{1,2})(?::(\\d{2})(?::(\\d{2}))?)? ?(?:(a)|p)\\.?m\\.?", Pattern.CASE_INSENSITIVE);
  private static final Pattern DATE_AND_TIME =
      Pattern.compile(
          "(.{6,60}?)(?:,? at |, ?| |T)(\\d{1,2}(?::\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?)?"
              + "(?: ?[ap]\\.?m\\.?)?)( ?(?:Z|UTC|GMT|[+-]\\d{2}:\\d{2}))?",
          Pattern.CASE_INSENSITIVE);

  private WrittenTime() {}

  /** Returns the time of day; null if the text is not unambiguously one. */
  static @Nullable LocalTime parse(String text) {
    Matcher parts = TWELVE_HOURS.matcher(text);
    if (text.length() > MAX_LENGTH || !parts.matches()) {
      return null;
    }
    int hour = Integer.parseInt(parts.group(1));
    int minute = parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2));
    int second = parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3));
    boolean isNoonOrMidnight = hour == HALF_DAY && minute == 0 && second == 0;
    if (hour < 1 || hour > HALF_DAY || isNoonOrMidnight) {
      return null;
    }
    try {
      return LocalTime.of(
          hour % HALF_DAY + (parts.group(4) == null ? HALF_DAY : 0), minute, second);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Returns the date and time in ISO 8601; null if the text is not unambiguously one. */
  static @Nullable String parseDateTime(String text) {
    Parts parts = Parts.of(text);
    return parts == null || !parts.offset.isEmpty() ? null : parts.dateTime.toString();
  }

  /** Returns the date, time and offset in ISO 8601; null if the text is not unambiguously that. */
  static @Nullable String parseOffsetDateTime(String text) {
    Parts parts = Parts.of(text);
    return parts == null || parts.offset.isEmpty() ? null : parts.dateTime + parts.offset;
  }

  /**
   * A date and time.
   *
   * @param offset the offset in ISO 8601; empty if there is none
   */
  private record Parts(LocalDateTime dateTime, String offset) {
    static @Nullable Parts of(String text) {
      Matcher parts = DATE_AND_TIME.matcher(text);
      if (text.length() > MAX_LENGTH || !parts.matches()) {
        return null;
      }
      LocalDate date = dateOf(Objects.requireNonNull(parts.group(1)));
      LocalTime time = timeOf(Objects.requireNonNull(parts.group(2)));
      return date == null || time == null
          ? null
          : new Parts(date.atTime(time), offsetOf(parts.group(3)));
    }

    private static @Nullable LocalDate dateOf(String text) {
      LocalDate written = WrittenDate.parse(text);
      try {
        return written == null ? LocalDate.parse(text) : written;
      } catch (DateTimeException e) {
        return null;
      }
    }

    private static @Nullable LocalTime timeOf(String text) {
      LocalTime written = WrittenTime.parse(text);
      try {
        return written == null ? LocalTime.parse(text) : written;
      } catch (DateTimeException e) {
        return null;
      }
    }

    private static String offsetOf(@Nullable String text) {
      if (text == null) {
        return "";
      }
      String offset = text.strip();
      return Character.isLetter(offset.charAt(0)) ? "Z" : offset;
    }
  }
}
