package org.atomicagents.internal.schema.type;

import java.time.DayOfWeek;
import java.time.Month;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names of months and weekdays in written dates.
 *
 * <p>Months: the full names in English, German, French, Spanish, Italian, Portuguese and Dutch, in
 * which no name denotes two different months, and the English abbreviations. Other languages are
 * left out, since their names collide: {@code listopad} is October in Croatian and November in
 * Polish. Weekdays: English only.
 */
final class MonthNames {
  private static final List<List<String>> MONTHS =
      List.of(
          List.of("january", "jan", "januar", "janvier", "enero", "gennaio", "janeiro", "januari"),
          List.of(
              "february",
              "feb",
              "februar",
              "février",
              "fevrier",
              "febrero",
              "febbraio",
              "fevereiro",
              "februari"),
          List.of("march", "mar", "märz", "maerz", "mars", "marzo", "março", "marco", "maart"),
          List.of("april", "apr", "avril", "abril", "aprile"),
          List.of("may", "mai", "mayo", "maggio", "maio", "mei"),
          List.of("june", "jun", "juni", "juin", "junio", "giugno", "junho"),
          List.of("july", "jul", "juli", "juillet", "julio", "luglio", "julho"),
          List.of("august", "aug", "août", "aout", "agosto", "augustus"),
          List.of(
              "september",
              "sep",
              "sept",
              "septembre",
              "septiembre",
              "setiembre",
              "settembre",
              "setembro"),
          List.of("october", "oct", "oktober", "octobre", "octubre", "ottobre", "outubro"),
          List.of("november", "nov", "novembre", "noviembre", "novembro"),
          List.of(
              "december",
              "dec",
              "dezember",
              "décembre",
              "decembre",
              "diciembre",
              "dicembre",
              "dezembro"));
  private static final Map<String, Month> BY_NAME = byName();
  private static final int ABBREVIATION_LENGTH = 3;

  private MonthNames() {}

  private static Map<String, Month> byName() {
    Map<String, Month> months = new HashMap<>();
    for (Month month : Month.values()) {
      MONTHS.get(month.getValue() - 1).forEach(name -> months.put(name, month));
    }
    return Map.copyOf(months);
  }

  /** Returns the month of a name in any case; null if it is not the name of a month. */
  static @Nullable Month monthOf(String word) {
    return BY_NAME.get(word.toLowerCase(Locale.ROOT));
  }

  /** Returns the weekday of an English name or its abbreviation; null if it is not one. */
  static @Nullable DayOfWeek weekdayOf(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    for (DayOfWeek day : DayOfWeek.values()) {
      String name = day.name().toLowerCase(Locale.ROOT);
      boolean isAbbreviation =
          lower.length() >= ABBREVIATION_LENGTH
              && lower.length() <= ABBREVIATION_LENGTH + 2
              && name.startsWith(lower);
      if (name.equals(lower) || isAbbreviation) {
        return day;
      }
    }
    return null;
  }
}
