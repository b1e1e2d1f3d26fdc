package org.atomicagents.corpus.adversarial;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The variables of the templates in {@code leaves.txt} for a value and another one of its kind. */
final class NotationVariables {
  private NotationVariables() {}

  static Map<String, String> of(DraftNode.Leaf value, DraftNode.Leaf other) {
    var variables = new HashMap<String, String>();
    variables.put("v", escaped(value.plain()));
    variables.put("w", escaped(other.plain()));
    switch (value.shape()) {
      case AnswerShape.IntegerShape i -> putNumber(variables, (BigDecimal) value.content());
      case AnswerShape.DecimalShape d -> putNumber(variables, (BigDecimal) value.content());
      case AnswerShape.FlagShape f -> putFlag(variables, (Boolean) value.content());
      case AnswerShape.DayShape d -> putDay(variables, LocalDate.parse(value.plain()));
      default -> putText(variables, value.plain());
    }
    return variables;
  }

  /** Returns a text as it appears in a JSON string. */
  static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static void putNumber(Map<String, String> variables, BigDecimal number) {
    variables.put("us", NumberNotation.grouped(number, ",", "."));
    variables.put("eu", NumberNotation.grouped(number, ".", ","));
    variables.put("fr", NumberNotation.grouped(number, "\u00a0", ","));
    variables.put("ch", NumberNotation.grouped(number, "'", "."));
    variables.put("indian", NumberNotation.indian(number));
    variables.put("arabic", NumberNotation.digits(number, '\u0660'));
    variables.put("fullwidth", NumberNotation.digits(number, '\uff10'));
  }

  private static void putFlag(Map<String, String> variables, boolean flag) {
    variables.put("cap", flag ? "True" : "False");
    variables.put("upper", flag ? "TRUE" : "FALSE");
    variables.put("yesno", flag ? "Yes" : "No");
    variables.put("yn", flag ? "y" : "n");
    variables.put("janein", flag ? "Ja" : "Nein");
    variables.put("ouinon", flag ? "oui" : "non");
    variables.put("shibushi", flag ? "是" : "否");
    variables.put("onezero", flag ? "1" : "0");
    variables.put("onoff", flag ? "on" : "off");
    variables.put("check", flag ? "✓" : "✗");
  }

  private static void putDay(Map<String, String> variables, LocalDate day) {
    putDay(variables, day, "us", "MMMM d, yyyy", Locale.ENGLISH);
    putDay(variables, day, "uk", "d MMMM yyyy", Locale.ENGLISH);
    putDay(variables, day, "uk2", "d MMM yyyy", Locale.ENGLISH);
    putDay(variables, day, "weekday", "EEEE, MMMM d, yyyy", Locale.ENGLISH);
    putDay(variables, day, "de", "d. MMMM yyyy", Locale.GERMAN);
    putDay(variables, day, "frdate", "d MMMM yyyy", Locale.FRENCH);
    putDay(variables, day, "es", "d 'de' MMMM 'de' yyyy", Locale.of("es"));
    putDay(variables, day, "ja", "yyyy年M月d日", Locale.JAPANESE);
    putDay(variables, day, "slashes", "yyyy/MM/dd", Locale.ROOT);
    putDay(variables, day, "dots", "yyyy.MM.dd", Locale.ROOT);
    putDay(variables, day, "compact", "yyyyMMdd", Locale.ROOT);
    putDay(variables, day, "args", "yyyy, M, d", Locale.ROOT);
    putDay(variables, day, "month", "MMMM", Locale.ENGLISH);
    putDay(variables, day, "year", "yyyy", Locale.ROOT);
    putDay(variables, day, "yy", "yy", Locale.ROOT);
  }

  private static void putDay(
      Map<String, String> variables, LocalDate day, String name, String pattern, Locale language) {
    variables.put(name, DateTimeFormatter.ofPattern(pattern, language).format(day));
  }

  private static void putText(Map<String, String> variables, String text) {
    variables.put("lower", text.toLowerCase(Locale.ROOT));
    variables.put("first2", text.length() > 2 ? text.substring(0, 2) : text + "x");
    variables.put("single", text.replace("\\", "\\\\").replace("'", "\\'"));
    variables.put("raw", text);
  }
}
