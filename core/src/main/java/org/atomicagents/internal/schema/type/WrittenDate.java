package org.atomicagents.internal.schema.type;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A parser of dates whose month is a word, as in {@code 1 September 2025}, {@code Mon, Sept. 1st,
 * 2025} and {@code June 2023}, or whose numbers are labelled, as in {@code 2025年9月1日}.
 *
 * <p>A date must consist of a month, a year of four digits and, except for months, a day of one or
 * two digits, in any order, and may name its weekday. Dates of numbers alone are rejected, since
 * the order of day and month depends on the country; so is every other word, as in {@code before 1
 * September 2025}, and a weekday that contradicts the date. Not thread-safe.
 */
final class WrittenDate {
  private static final int MAX_LENGTH = 60;
  private static final int MAX_DAY_DIGITS = 2;
  private static final int YEAR_DIGITS = 4;
  private static final Pattern LABELLED =
      Pattern.compile("(\\d{4})[年년] ?(\\d{1,2})[月월](?: ?(\\d{1,2})[日일])?");
  private static final Pattern PART =
      Pattern.compile(
          "(\\d{1,9})(st|nd|rd|th|er|º|ª|\\.)?(?![\\p{L}\\d])|(\\p{L}{1,20})(\\.)?(?!\\d)");
  private static final Pattern SEPARATOR = Pattern.compile("[-/]|,? {0,2}");
  private static final Set<String> FILLERS = Set.of("of", "the", "de", "del");

  private @Nullable Month month;
  private @Nullable DayOfWeek weekday;
  private int year = -1;
  private int day = -1;

  private WrittenDate() {}

  /** Returns the date; null if the text is not unambiguously a date. */
  static @Nullable LocalDate parse(String text) {
    WrittenDate date = of(text);
    if (date == null || date.month == null || date.year < 0 || date.day < 0) {
      return null;
    }
    try {
      LocalDate found = LocalDate.of(date.year, date.month, date.day);
      return date.weekday == null || date.weekday == found.getDayOfWeek() ? found : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Returns the month of a year; null if the text is not unambiguously one. */
  static @Nullable YearMonth parseMonth(String text) {
    WrittenDate date = of(text);
    return date == null
            || date.month == null
            || date.year < 0
            || date.day >= 0
            || date.weekday != null
        ? null
        : YearMonth.of(date.year, date.month);
  }

  private static @Nullable WrittenDate of(String text) {
    if (text.length() > MAX_LENGTH) {
      return null;
    }
    var date = new WrittenDate();
    Matcher labelled = LABELLED.matcher(text);
    boolean isDate = labelled.matches() ? date.addLabelled(labelled) : date.addAll(text);
    return isDate ? date : null;
  }

  private boolean addLabelled(Matcher parts) {
    int number = Integer.parseInt(parts.group(2));
    if (number < 1 || number > Month.values().length) {
      return false;
    }
    year = Integer.parseInt(parts.group(1));
    month = Month.of(number);
    day = parts.group(3) == null ? -1 : Integer.parseInt(parts.group(3));
    return true;
  }

  private boolean addAll(String text) {
    Matcher part = PART.matcher(text);
    Matcher separator = SEPARATOR.matcher(text);
    int position = 0;
    while (position < text.length()) {
      part.region(position, text.length());
      if (!part.lookingAt() || !add(part)) {
        return false;
      }
      position = part.end();
      separator.region(position, text.length());
      if (position < text.length()
          && (!separator.lookingAt() || separator.end() == text.length())) {
        return false;
      }
      position = position < text.length() ? separator.end() : position;
    }
    return true;
  }

  private boolean add(Matcher part) {
    String digits = part.group(1);
    return digits == null
        ? addWord(Objects.requireNonNull(part.group(3)))
        : addNumber(digits, part.group(2));
  }

  private boolean addNumber(String digits, @Nullable String suffix) {
    if (digits.length() == YEAR_DIGITS && suffix == null && year < 0) {
      year = Integer.parseInt(digits);
      return true;
    }
    if (digits.length() <= MAX_DAY_DIGITS && day < 0) {
      day = Integer.parseInt(digits);
      return true;
    }
    return false;
  }

  private boolean addWord(String word) {
    Month named = MonthNames.monthOf(word);
    if (named != null && month == null) {
      month = named;
      return true;
    }
    DayOfWeek namedDay = MonthNames.weekdayOf(word);
    if (named == null && namedDay != null && weekday == null) {
      weekday = namedDay;
      return true;
    }
    return FILLERS.contains(word);
  }
}
