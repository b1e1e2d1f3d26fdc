package org.atomicagents.corpus.adversarial;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The numbers of a text, and the characters beside them. */
final class NumberEvidence {
  private static final Pattern NUMBER =
      Pattern.compile("-?+\\p{Nd}(?:[.,'_\\u00a0\\u202f ]?+\\p{Nd})*+(?:[eE][+-]?+\\d++)?+");
  private static final Pattern UNIT_BEHIND =
      Pattern.compile(
          "^(?: ?+(?:[%‰°¢½¼²³′″万億兆個]|(?!(?:EUR|USD|GBP|JPY|CHF|dollars|null|true|false|and|or)\\b)\\p{L}{1,9}\\b(?!"
              + " ?[:=\"]))|[+*?~^]|\\.\\.|…|[-–/:]\\p{Nd}| ?+(?:-|–|to|or|bis|/|±) ?+\\p{Nd})");
  private static final Pattern BOUND_BEFORE =
      Pattern.compile(
          "(?:[~<>≈±≤≥!]=? ?|\\p{L}|\\p{Nd}[-–/:]|\\b(?:not|about|around|least|most|than|to|or)"
              + " )$");

  private NumberEvidence() {}

  /** Returns a doubt about a number of an accepted value; an empty text if there is none. */
  static String doubt(ScannedResponse source, BigDecimal number) {
    String nearest = "";
    for (MatchResult match : NUMBER.matcher(source.text()).results().toList()) {
      if (readings(match.group()).stream().anyMatch(each -> each.compareTo(number) == 0)) {
        String doubt = neighbours(source.text(), match);
        if (doubt.isEmpty()) {
          return "";
        }
        nearest = doubt;
      }
    }
    return nearest.isEmpty() ? "number " + number + " is not in the text" : nearest;
  }

  /** Returns a text without these numbers, in whichever notation. */
  static String without(String text, Collection<BigDecimal> numbers) {
    return NUMBER
        .matcher(text)
        .replaceAll(match ->
            readings(match.group()).stream()
                    .anyMatch(each -> numbers.stream().anyMatch(n -> n.compareTo(each) == 0))
                ? " "
                : Matcher.quoteReplacement(match.group()));
  }

  private static String neighbours(String text, MatchResult match) {
    String behind = text.substring(match.end(), Math.min(text.length(), match.end() + 16));
    String before = text.substring(Math.max(0, match.start() - 8), match.start());
    boolean isClear = !UNIT_BEHIND.matcher(behind).find() && !BOUND_BEFORE.matcher(before).find();
    return isClear ? "" : "neighbours of number: " + before + match.group() + behind;
  }

  /** Returns the numbers that a text may mean in some language. */
  private static List<BigDecimal> readings(String token) {
    var readings = new ArrayList<BigDecimal>();
    var ascii = new StringBuilder();
    token
        .chars()
        .forEach(c ->
            ascii.append(Character.isDigit(c) ? (char) ('0' + Character.digit(c, 10)) : (char) c));
    String text = ascii.toString();
    addReading(readings, text);
    addReading(readings, text.replaceAll("[.,'_\\u00a0\\u202f ]", ""));
    addReading(readings, text.replaceAll("[,'_\\u00a0\\u202f ]", ""));
    addReading(readings, text.replaceAll("[.'_\\u00a0\\u202f ]", "").replace(',', '.'));
    for (String part : text.split("[, ]+", -1)) {
      addReading(readings, part);
    }
    return readings;
  }

  private static void addReading(List<BigDecimal> readings, String text) {
    try {
      if (text.length() < 40 && !text.matches(".*[eE].*\\d{4}.*")) {
        readings.add(new BigDecimal(text));
      }
    } catch (NumberFormatException e) {
      // Not a number in this notation.
    }
  }
}
