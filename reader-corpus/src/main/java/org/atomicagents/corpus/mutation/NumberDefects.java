package org.atomicagents.corpus.mutation;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.atomicagents.corpus.mutation.MutableJson.Literal;
import org.atomicagents.corpus.mutation.MutableJson.Numeral;
import org.atomicagents.corpus.mutation.MutableJson.Role;
import org.atomicagents.corpus.mutation.MutableJson.Spot;
import org.atomicagents.corpus.mutation.MutableJson.Text;

/** Defects that write numbers and booleans in informal notations. */
final class NumberDefects {
  private NumberDefects() {}

  static boolean numbersAsText(MutableDocument draft) {
    List<Spot> numbers = numbers(draft);
    for (Spot spot : draft.some(numbers)) {
      String digits = ((Numeral) spot.piece()).digits;
      boolean signed = !digits.startsWith("-") && draft.random.chance(0.05);
      draft.doubtIf(signed);
      String padded = draft.random.chance(0.1) ? " " + digits + " " : digits;
      spot.replace().accept(new Text(signed ? "+" + digits : padded, Role.QUOTED));
    }
    return !numbers.isEmpty();
  }

  static boolean booleansAsText(MutableDocument draft) {
    List<Spot> booleans =
        draft.spots(
            spot -> spot.piece() instanceof Literal literal && !literal.word.equals("null"));
    for (Spot spot : draft.some(booleans)) {
      String word = ((Literal) spot.piece()).word;
      String written =
          switch (draft.random.between(0, 4)) {
            case 0, 1 -> word;
            case 2 -> word.toUpperCase(Locale.ROOT);
            case 3 -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
            default -> word.equals("true") ? "yes" : "no";
          };
      draft.doubtIf(written.equals("yes") || written.equals("no"));
      spot.replace().accept(new Text(written, Role.QUOTED));
    }
    return !booleans.isEmpty();
  }

  static boolean thousands(MutableDocument draft) {
    List<Spot> large =
        numbers(draft).stream().filter(spot -> isLarge((Numeral) spot.piece())).toList();
    for (Spot spot : draft.some(large)) {
      var number = (Numeral) spot.piece();
      String separator = draft.random.oneOf(List.of(",", ",", ",", ",", " ", "_", "'"));
      String grouped = grouped(number.digits, separator);
      boolean isSingle = grouped.indexOf(separator) == grouped.lastIndexOf(separator);
      // A single comma may also be a decimal separator.
      draft.doubtIf(!number.whole && separator.equals(",") && isSingle && !grouped.contains("."));
      // A single space may also separate two numbers.
      draft.doubtIf(separator.equals(" ") && isSingle);
      // In a list, unquoted commas separate items.
      boolean bare = separator.equals(",") && !spot.isItem() && draft.random.chance(0.3);
      spot.replace()
          .accept(bare ? new Numeral(grouped, number.whole) : new Text(grouped, Role.QUOTED));
    }
    return !large.isEmpty();
  }

  static boolean currency(MutableDocument draft) {
    List<Spot> amounts =
        numbers(draft).stream().filter(spot -> isPlain((Numeral) spot.piece())).toList();
    for (Spot spot : draft.some(amounts)) {
      var number = (Numeral) spot.piece();
      boolean negative = number.digits.startsWith("-");
      String digits = negative ? number.digits.substring(1) : number.digits;
      String sign = draft.random.oneOf(List.of("$", "€", "£", "¥", "US$", "₹"));
      draft.doubtIf(sign.equals("US$"));
      String amount =
          switch (draft.random.between(0, 3)) {
            case 0, 1 -> sign + digits;
            case 2 -> sign + " " + digits;
            default -> digits + " " + sign;
          };
      String written = negative ? "-" + amount : amount;
      boolean bare = !written.contains(" ") && draft.random.chance(0.3);
      spot.replace()
          .accept(bare ? new Numeral(written, number.whole) : new Text(written, Role.QUOTED));
    }
    return !amounts.isEmpty();
  }

  /** Writes marks, units and words beside numbers, which are then other numbers or none. */
  static boolean units(MutableDocument draft) {
    List<Spot> amounts =
        numbers(draft).stream().filter(spot -> isPlain((Numeral) spot.piece())).toList();
    for (Spot spot : draft.some(amounts)) {
      var number = (Numeral) spot.piece();
      String before = draft.random.oneOf(List.of("TOP ", "ALL ", "~", "<", ">=", "#", "¢", "No. "));
      String after =
          draft.random.oneOf(
              List.of(
                  "¢", " cents", " CUP", " XXX", " kg", "%", "°", "k", "M", "+", "-", "/2", "*"));
      boolean isBefore = draft.random.chance(0.3);
      String written = isBefore ? before + number.digits : number.digits + after;
      boolean bare = !isBefore && !spot.isItem() && written.matches("-?[0-9.]+[k°%M]");
      spot.replace()
          .accept(
              bare && draft.random.chance(0.3)
                  ? new Numeral(written, number.whole)
                  : new Text(written, Role.QUOTED));
      draft.lose();
    }
    return !amounts.isEmpty();
  }

  /** Writes a second number behind numbers, as if both were groups of one. */
  static boolean twoNumbers(MutableDocument draft) {
    List<Spot> amounts =
        numbers(draft).stream().filter(spot -> isPlain((Numeral) spot.piece())).toList();
    for (Spot spot : draft.some(amounts)) {
      var number = (Numeral) spot.piece();
      String second =
          draft.random.chance(0.3)
              ? number.digits
              : Integer.toString(draft.random.between(100, 999));
      String written = number.digits + " " + second;
      spot.replace()
          .accept(
              draft.random.chance(0.3) && !spot.isItem()
                  ? new Numeral(written, number.whole)
                  : new Text(written, Role.QUOTED));
      draft.lose();
    }
    return !amounts.isEmpty();
  }

  /** Adds exponents that no type can represent. */
  static boolean exponents(MutableDocument draft) {
    List<Spot> amounts =
        numbers(draft).stream()
            .filter(spot -> ((Numeral) spot.piece()).digits.matches("-?[1-9][0-9]*(\\.[0-9]+)?"))
            .toList();
    for (Spot spot : draft.some(amounts)) {
      var number = (Numeral) spot.piece();
      String exponent =
          draft.random.oneOf(
              List.of("e99999999999", "E+2147483648", "e999999999", "e-99999999999"));
      String written = number.digits + exponent;
      spot.replace()
          .accept(
              draft.random.chance(0.8)
                  ? new Numeral(written, number.whole)
                  : new Text(written, Role.QUOTED));
      draft.lose();
    }
    return !amounts.isEmpty();
  }

  private static List<Spot> numbers(MutableDocument draft) {
    return draft.spots(spot -> spot.piece() instanceof Numeral);
  }

  private static boolean isPlain(Numeral number) {
    return number.digits.matches("-?[0-9]+(\\.[0-9]+)?");
  }

  private static boolean isLarge(Numeral number) {
    return isPlain(number)
        && new BigDecimal(number.digits).abs().compareTo(BigDecimal.valueOf(1_000)) >= 0;
  }

  private static String grouped(String digits, String separator) {
    int point = digits.indexOf('.');
    String integerPart = point < 0 ? digits : digits.substring(0, point);
    String rest = point < 0 ? "" : digits.substring(point);
    return integerPart.replaceAll("(?<=\\d)(?=(\\d{3})+$)", separator) + rest;
  }
}
