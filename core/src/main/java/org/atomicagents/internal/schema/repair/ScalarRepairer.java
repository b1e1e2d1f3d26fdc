package org.atomicagents.internal.schema.repair;

import java.util.Locale;
import java.util.Set;
import org.atomicagents.internal.json.JsonLiterals;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.schema.decode.ValueDescription;
import org.atomicagents.internal.schema.type.AnyNode;
import org.atomicagents.internal.schema.type.EnumNode;
import org.atomicagents.internal.schema.type.NameMatcher;
import org.atomicagents.internal.schema.type.OptionalNode;
import org.atomicagents.internal.schema.type.ScalarNode;
import org.atomicagents.internal.schema.type.TypeNode;
import org.atomicagents.message.Repair;
import org.jspecify.annotations.Nullable;

/** Mends values without parts: texts, numbers, booleans, constants. */
final class ScalarRepairer {
  private static final Set<String> NULL_WORDS = Set.of("null", "none", "nil", "undefined");
  private static final Set<String> TRUE_WORDS = Set.of("true", "yes");
  private static final Set<String> FALSE_WORDS = Set.of("false", "no");

  private final RepairContext context;

  ScalarRepairer(RepairContext mending) {
    this.context = mending;
  }

  /** What is written in the place of a value; null if it has parts, or is cut off. */
  static @Nullable String textOf(LenientValue value) {
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
  static boolean isScalar(LenientValue value) {
    return value instanceof LenientValue.StringValue || value instanceof LenientValue.RawToken;
  }

  /** Whether it is a null in any language, without quotes. */
  static boolean isNullWord(LenientValue value) {
    return value instanceof LenientValue.RawToken word
        && NULL_WORDS.contains(word.value().toLowerCase(Locale.ROOT));
  }

  /** Whether there is a text without quotes, so that None may be one too. */
  static boolean hasUnquotedText(LenientValue value) {
    return switch (value) {
      case LenientValue.ObjectValue members ->
          members.properties().stream().anyMatch(member -> hasUnquotedText(member.value()));
      case LenientValue.ArrayValue items ->
          items.elements().stream().anyMatch(ScalarRepairer::hasUnquotedText);
      case LenientValue.StringValue ignored -> false;
      case LenientValue.RawToken word ->
          !JsonLiterals.isNumberOrLiteral(word.value()) && !isLiteral(word.value());
    };
  }

  private static boolean isLiteral(String word) {
    String plain = word.toLowerCase(Locale.ROOT);
    return NULL_WORDS.contains(plain) || TRUE_WORDS.contains(plain) || FALSE_WORDS.contains(plain);
  }

  /** Whether any text may stand there. */
  static boolean acceptsText(TypeNode type) {
    return switch (type) {
      case OptionalNode optional -> acceptsText(optional.content().type());
      case ScalarNode scalar -> scalar.acceptsAnyText();
      case AnyNode ignored -> true;
      default -> false;
    };
  }

  void writeNull(LenientValue value, LazyPath where) {
    if (!context.sourceText(value).equals("null")) {
      context.addRepair(where, Repair.Kind.LITERAL, value, "null");
    }
    context.out.writeNull();
  }

  void repairConstant(EnumNode node, LenientValue value, LazyPath where) {
    String said = textOf(value);
    String name =
        said == null || said.isEmpty() || isUnquotedNumber(value)
            ? null
            : NameMatcher.matchConstant(node, said);
    if (name == null) {
      rejectValue(node.expected(), value, where);
      return;
    }
    reportQuotes(value, name, where);
    if (!name.equals(said)) {
      context.addRepair(where, Repair.Kind.ENUM, value, ValueDescription.quote(name));
    }
    context.out.writeString(name);
  }

  /** Whether it is a number without quotes. */
  static boolean isUnquotedNumber(LenientValue value) {
    return value instanceof LenientValue.RawToken word
        && NumberTextParser.normalizeInteger(word.value()) != null;
  }

  void repairScalar(ScalarNode node, LenientValue value, LazyPath where) {
    switch (node.jsonType()) {
      case "string" -> repairText(node, value, where);
      case "boolean" -> repairBoolean(value, where);
      default -> repairNumber(node.jsonType().equals("integer"), value, where);
    }
  }

  private void repairText(ScalarNode node, LenientValue value, LazyPath where) {
    String said = textOf(value);
    if (said == null || (value instanceof LenientValue.RawToken && isNotText(value, said))) {
      rejectValue(
          node.formatDescription().isEmpty() ? "a string" : node.formatDescription(), value, where);
      return;
    }
    reportQuotes(value, said, where);
    context.out.writeString(said);
  }

  // A number in the place of a text is valid JSON of another type, and 007 may have become 7. Of a
  // backslash without quotes around it nobody knows whether it is an escape.
  private static boolean isNotText(LenientValue value, String said) {
    return said.isEmpty()
        || isNullWord(value)
        || JsonLiterals.isNumberOrLiteral(said)
        || said.indexOf('\\') >= 0;
  }

  /** Reports other quotes than JSON's, and other escapes. */
  void reportQuotes(LenientValue value, String said, LazyPath where) {
    if (value instanceof LenientValue.RawToken) {
      context.addRepair(where, Repair.Kind.QUOTES, value, ValueDescription.quote(said));
    } else if (!value.repairs().isEmpty()) {
      context.reportRepairs(
          where, value.repairs(), context.sourceText(value), ValueDescription.quote(said));
    }
  }

  private void repairBoolean(LenientValue value, LazyPath where) {
    String said = textOf(value);
    String plain = said == null ? "" : said.strip().toLowerCase(Locale.ROOT);
    boolean truth = TRUE_WORDS.contains(plain);
    if (!truth && !FALSE_WORDS.contains(plain)) {
      rejectValue("true or false", value, where);
      return;
    }
    String json = truth ? "true" : "false";
    if (!(value instanceof LenientValue.RawToken && json.equals(said))) {
      boolean literal = value instanceof LenientValue.RawToken && json.equals(plain);
      context.addRepair(where, literal ? Repair.Kind.LITERAL : Repair.Kind.BOOLEAN, value, json);
    }
    context.out.writeBoolean(truth);
  }

  private void repairNumber(boolean whole, LenientValue value, LazyPath where) {
    String said = textOf(value);
    String number =
        said == null
            ? null
            : whole
                ? NumberTextParser.normalizeInteger(said)
                : NumberTextParser.normalizeNumber(said);
    boolean isUnsure =
        value instanceof LenientValue.StringValue
            && said != null
            && NumberTextParser.hasAmbiguousPoint(said);
    if (number == null || isUnsure || (whole && !isInteger(number))) {
      rejectValue(whole ? "an integer" : "a number", value, where);
      return;
    }
    if (!(value instanceof LenientValue.RawToken && number.equals(said))) {
      context.addRepair(where, Repair.Kind.NUMBER, value, number);
    }
    context.out.writeRawValue(number);
  }

  // 12.0 is 12; whether a number with an exponent is whole, the decoder sees.
  private static boolean isInteger(String number) {
    int point = number.indexOf('.');
    return point < 0
        || number.chars().skip(point + 1).allMatch(c -> c == '0')
        || number.indexOf('e') >= 0
        || number.indexOf('E') >= 0;
  }

  private void rejectValue(String expected, LenientValue value, LazyPath where) {
    context.reject(where, expected, value);
    context.writeUnrepaired(value);
  }
}
