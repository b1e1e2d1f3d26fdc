package org.atomicagents.schema;

import java.util.Locale;
import java.util.Set;
import org.atomicagents.internal.json.JsonLiterals;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.message.Repair;
import org.jspecify.annotations.Nullable;

/** Mends values without parts: texts, numbers, booleans, constants. */
final class ScalarAlignment {
  private static final Set<String> NOTHINGS = Set.of("null", "none", "nil", "undefined");
  private static final Set<String> TRUE = Set.of("true", "yes");
  private static final Set<String> FALSE = Set.of("false", "no");

  private final Mending mending;

  ScalarAlignment(Mending mending) {
    this.mending = mending;
  }

  /** What is written in the place of a value; null if it has parts, or is cut off. */
  static @Nullable String said(LenientValue value) {
    return switch (value) {
      case LenientValue.StringValue text when text.isClosed() -> text.value();
      case LenientValue.RawToken word when word.isClosed() || isBoolean(word.value()) ->
          word.value();
      default -> null;
    };
  }

  private static boolean isBoolean(String word) {
    return word.equals("true") || word.equals("false");
  }

  /** Whether it has no parts. */
  static boolean isLeaf(LenientValue value) {
    return value instanceof LenientValue.StringValue || value instanceof LenientValue.RawToken;
  }

  /** Whether it is a null in any language, without quotes. */
  static boolean isNull(LenientValue value) {
    return value instanceof LenientValue.RawToken word
        && NOTHINGS.contains(word.value().toLowerCase(Locale.ROOT));
  }

  /** Whether there is a text without quotes, so that None may be one too. */
  static boolean hasBareText(LenientValue value) {
    return switch (value) {
      case LenientValue.ObjectValue members ->
          members.properties().stream().anyMatch(member -> hasBareText(member.value()));
      case LenientValue.ArrayValue items ->
          items.elements().stream().anyMatch(ScalarAlignment::hasBareText);
      case LenientValue.StringValue ignored -> false;
      case LenientValue.RawToken word ->
          !JsonLiterals.isNumberOrLiteral(word.value()) && !isLiteral(word.value());
    };
  }

  private static boolean isLiteral(String word) {
    String plain = word.toLowerCase(Locale.ROOT);
    return NOTHINGS.contains(plain) || TRUE.contains(plain) || FALSE.contains(plain);
  }

  /** Whether any text may stand there. */
  static boolean isText(TypeNode type) {
    return switch (type) {
      case OptionalNode optional -> isText(optional.content().type());
      case ScalarNode scalar -> scalar.holdsText();
      case AnyNode ignored -> true;
      default -> false;
    };
  }

  void writeNull(LenientValue value, Where where) {
    if (!mending.slice(value).equals("null")) {
      mending.repair(where, Repair.Kind.LITERAL, value, "null");
    }
    mending.out.writeNull();
  }

  void constant(EnumNode node, LenientValue value, Where where) {
    String said = said(value);
    String name =
        said == null || said.isEmpty() || isNumber(value) ? null : NameMatcher.constant(node, said);
    if (name == null) {
      refuse(node.expected(), value, where);
      return;
    }
    quotes(value, name, where);
    if (!name.equals(said)) {
      mending.repair(where, Repair.Kind.ENUM, value, Found.text(name));
    }
    mending.out.writeString(name);
  }

  /** Whether it is a number without quotes. */
  static boolean isNumber(LenientValue value) {
    return value instanceof LenientValue.RawToken word && Numerals.readWhole(word.value()) != null;
  }

  void scalar(ScalarNode node, LenientValue value, Where where) {
    switch (node.jsonType()) {
      case "string" -> text(node, value, where);
      case "boolean" -> bool(value, where);
      default -> number(node.jsonType().equals("integer"), value, where);
    }
  }

  private void text(ScalarNode node, LenientValue value, Where where) {
    String said = said(value);
    if (said == null || (value instanceof LenientValue.RawToken && isNoText(value, said))) {
      refuse(node.form().isEmpty() ? "a string" : node.form(), value, where);
      return;
    }
    quotes(value, said, where);
    mending.out.writeString(said);
  }

  // A number in the place of a text is valid JSON of another type, and 007 may have become 7. Of a
  // backslash without quotes around it nobody knows whether it is an escape.
  private static boolean isNoText(LenientValue value, String said) {
    return said.isEmpty()
        || isNull(value)
        || JsonLiterals.isNumberOrLiteral(said)
        || said.indexOf('\\') >= 0;
  }

  /** Reports other quotes than JSON's, and other escapes. */
  void quotes(LenientValue value, String said, Where where) {
    if (value instanceof LenientValue.RawToken) {
      mending.repair(where, Repair.Kind.QUOTES, value, Found.text(said));
    } else if (!value.repairs().isEmpty()) {
      mending.report(where, value.repairs(), mending.slice(value), Found.text(said));
    }
  }

  private void bool(LenientValue value, Where where) {
    String said = said(value);
    String plain = said == null ? "" : said.strip().toLowerCase(Locale.ROOT);
    boolean truth = TRUE.contains(plain);
    if (!truth && !FALSE.contains(plain)) {
      refuse("true or false", value, where);
      return;
    }
    String json = truth ? "true" : "false";
    if (!(value instanceof LenientValue.RawToken && json.equals(said))) {
      boolean literal = value instanceof LenientValue.RawToken && json.equals(plain);
      mending.repair(where, literal ? Repair.Kind.LITERAL : Repair.Kind.BOOLEAN, value, json);
    }
    mending.out.writeBoolean(truth);
  }

  private void number(boolean whole, LenientValue value, Where where) {
    String said = said(value);
    String number = said == null ? null : whole ? Numerals.readWhole(said) : Numerals.readAny(said);
    boolean isUnsure =
        value instanceof LenientValue.StringValue && said != null && Numerals.hasUnsurePoint(said);
    if (number == null || isUnsure || (whole && !isWhole(number))) {
      refuse(whole ? "an integer" : "a number", value, where);
      return;
    }
    if (!(value instanceof LenientValue.RawToken && number.equals(said))) {
      mending.repair(where, Repair.Kind.NUMBER, value, number);
    }
    mending.out.writeRawValue(number);
  }

  // 12.0 is 12; whether a number with an exponent is whole, the decoder sees.
  private static boolean isWhole(String number) {
    int point = number.indexOf('.');
    return point < 0
        || number.chars().skip(point + 1).allMatch(c -> c == '0')
        || number.indexOf('e') >= 0
        || number.indexOf('E') >= 0;
  }

  private void refuse(String expected, LenientValue value, Where where) {
    mending.reject(where, expected, value);
    mending.raw(value);
  }
}
