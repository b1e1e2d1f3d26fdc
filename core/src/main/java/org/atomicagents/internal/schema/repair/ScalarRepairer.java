package org.atomicagents.internal.schema.repair;

import java.util.Set;
import org.atomicagents.internal.json.CaseConverter;
import org.atomicagents.internal.json.JsonLiterals;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.schema.decode.ValueDescription;
import org.atomicagents.internal.schema.type.AnyNode;
import org.atomicagents.internal.schema.type.EnumNode;
import org.atomicagents.internal.schema.type.NameMatcher;
import org.atomicagents.internal.schema.type.OptionalNode;
import org.atomicagents.internal.schema.type.ScalarNode;
import org.atomicagents.internal.schema.type.TextEdges;
import org.atomicagents.internal.schema.type.TypeNode;
import org.atomicagents.message.Repair;
import org.jspecify.annotations.Nullable;

/** Repairs scalar values: strings, numbers, booleans and enum constants. */
final class ScalarRepairer {
  private static final Set<String> NULL_WORDS = Set.of("null", "none", "nil", "undefined");
  private static final Set<String> TRUE_WORDS = Set.of("true", "yes");
  private static final Set<String> FALSE_WORDS = Set.of("false", "no");

  private final RepairContext context;

  ScalarRepairer(RepairContext context) {
    this.context = context;
  }

  /** Returns the text of a scalar; null if the value is not a scalar or is truncated. */
  static @Nullable String textOf(LenientValue value) {
    return switch (value) {
      case LenientValue.StringValue string when string.isClosed() -> string.value();
      case LenientValue.RawToken token when token.isClosed() || isBoolean(token.value()) ->
          token.value();
      default -> null;
    };
  }

  private static boolean isBoolean(String word) {
    return word.equals("true") || word.equals("false");
  }

  /** Returns whether a value is neither an object nor an array. */
  static boolean isScalar(LenientValue value) {
    return value instanceof LenientValue.StringValue || value instanceof LenientValue.RawToken;
  }

  /** Returns whether a value is an unquoted null literal of any language. */
  static boolean isNullWord(LenientValue value) {
    return value instanceof LenientValue.RawToken token
        && NULL_WORDS.contains(CaseConverter.lowerCase(token.value()));
  }

  /** Returns whether a value contains an unquoted string, so that {@code None} may be one, too. */
  static boolean hasUnquotedText(LenientValue value) {
    return switch (value) {
      case LenientValue.ObjectValue object -> hasUnquotedText(object);
      case LenientValue.ArrayValue array -> hasUnquotedText(array);
      case LenientValue.StringValue ignored -> false;
      case LenientValue.RawToken ignored -> isWord(value);
    };
  }

  // A stream would need several times the stack at each level.
  private static boolean hasUnquotedText(LenientValue.ObjectValue object) {
    for (LenientValue.Property property : object.properties()) {
      if (hasUnquotedText(property.value())) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasUnquotedText(LenientValue.ArrayValue array) {
    for (LenientValue element : array.elements()) {
      if (hasUnquotedText(element)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether a value is an unquoted string. */
  static boolean isWord(LenientValue value) {
    return value instanceof LenientValue.RawToken token
        && !JsonLiterals.isNumberOrLiteral(token.source(), token.start(), token.end())
        && !isLiteral(token.value());
  }

  private static boolean isLiteral(String word) {
    String normalized = CaseConverter.lowerCase(word);
    return NULL_WORDS.contains(normalized)
        || TRUE_WORDS.contains(normalized)
        || FALSE_WORDS.contains(normalized);
  }

  /** Returns whether a type accepts any string. */
  static boolean acceptsText(TypeNode type) {
    return switch (type) {
      case OptionalNode optional -> acceptsText(optional.content().type());
      case ScalarNode scalar -> scalar.acceptsAnyText();
      case AnyNode ignored -> true;
      default -> false;
    };
  }

  void writeNull(LenientValue value, LazyPath path) {
    if (!context.sourceText(value).equals("null")) {
      context.addRepair(path, Repair.Kind.LITERAL, value, "null");
    }
    context.out.writeNull();
  }

  void repairConstant(EnumNode node, LenientValue value, LazyPath path) {
    String text = textOf(value);
    String constant =
        text == null || text.isEmpty() || isUnquotedNumber(value)
            ? null
            : NameMatcher.matchConstant(node, text);
    if (constant == null) {
      rejectValue(node.expected(), value, path);
      return;
    }
    reportQuotes(value, constant, path);
    if (!constant.equals(text)) {
      context.addRepair(path, Repair.Kind.ENUM, value, ValueDescription.quote(constant));
    }
    context.out.writeString(constant);
  }

  /** Returns whether a value is an unquoted number. */
  static boolean isUnquotedNumber(LenientValue value) {
    return value instanceof LenientValue.RawToken token
        && NumberTextParser.normalizeInteger(token.value()) != null;
  }

  void repairScalar(ScalarNode node, LenientValue value, LazyPath path) {
    switch (node.jsonType()) {
      case "string" -> repairText(node, value, path);
      case "boolean" -> repairBoolean(value, path);
      default -> repairNumber(node.jsonType().equals("integer"), value, path);
    }
  }

  private void repairText(ScalarNode node, LenientValue value, LazyPath path) {
    String text = textOf(value);
    if (text == null || (value instanceof LenientValue.RawToken && isNotText(value, text))) {
      rejectValue(
          node.formatDescription().isEmpty() ? "a string" : node.formatDescription(), value, path);
      return;
    }
    reportQuotes(value, text, path);
    context.out.writeString(respell(node, text, value, path));
  }

  private String respell(ScalarNode node, String text, LenientValue value, LazyPath path) {
    String respelled = node.respelling().respell(text);
    if (respelled == null || respelled.equals(text)) {
      return text;
    }
    context.addRepair(path, Repair.Kind.FORMAT, value, ValueDescription.quote(respelled));
    return respelled;
  }

  // An unquoted number is valid JSON of another type, and can have lost leading zeros. Whether a
  // backslash outside of quotes is an escape is unknown.
  private static boolean isNotText(LenientValue value, String text) {
    return text.isEmpty()
        || isNullWord(value)
        || JsonLiterals.isNumberOrLiteral(text)
        || text.indexOf('\\') >= 0;
  }

  /** Adds the repairs of the quotes and escapes of a string. */
  void reportQuotes(LenientValue value, String text, LazyPath path) {
    if (value instanceof LenientValue.RawToken) {
      context.addRepair(path, Repair.Kind.QUOTES, value, ValueDescription.quote(text));
    } else if (!value.repairs().isEmpty()) {
      context.reportRepairs(
          path, value.repairs(), context.sourceText(value), ValueDescription.quote(text));
    }
  }

  private void repairBoolean(LenientValue value, LazyPath path) {
    String text = textOf(value);
    String normalized = text == null ? "" : wordOf(text);
    boolean isTrue = TRUE_WORDS.contains(normalized);
    if (text == null || (!isTrue && !FALSE_WORDS.contains(normalized))) {
      rejectValue("true or false", value, path);
      return;
    }
    String json = isTrue ? "true" : "false";
    if (!(value instanceof LenientValue.RawToken && json.equals(text))) {
      boolean isLiteral =
          value instanceof LenientValue.RawToken && json.equals(CaseConverter.lowerCase(text));
      context.addRepair(path, isLiteral ? Repair.Kind.LITERAL : Repair.Kind.BOOLEAN, value, json);
    }
    context.out.writeBoolean(isTrue);
  }

  /** Returns a word without white space, emphasis and the end of its sentence, as in "**No.**". */
  private static String wordOf(String text) {
    String word = TextEdges.withoutSentenceEnd(TextEdges.withoutDecoration(text));
    return CaseConverter.lowerCase(TextEdges.withoutDecoration(word));
  }

  private void repairNumber(boolean requiresInteger, LenientValue value, LazyPath path) {
    String text = textOf(value);
    String number =
        text == null
            ? null
            : requiresInteger
                ? NumberTextParser.normalizeInteger(text)
                : NumberTextParser.normalizeNumber(text);
    boolean isAmbiguous =
        text != null
            && !(value instanceof LenientValue.RawToken && JsonLiterals.isNumber(text))
            && NumberTextParser.hasAmbiguousPoint(text);
    if (number == null || isAmbiguous || (requiresInteger && !isInteger(number))) {
      rejectValue(requiresInteger ? "an integer" : "a number", value, path);
      return;
    }
    if (!(value instanceof LenientValue.RawToken && number.equals(text))) {
      context.addRepair(path, Repair.Kind.NUMBER, value, number);
    }
    context.out.writeRawValue(number);
  }

  // 12.0 is 12; numbers with an exponent are checked by the decoder.
  private static boolean isInteger(String number) {
    int point = number.indexOf('.');
    return point < 0
        || number.chars().skip(point + 1).allMatch(c -> c == '0')
        || number.indexOf('e') >= 0
        || number.indexOf('E') >= 0;
  }

  private void rejectValue(String expected, LenientValue value, LazyPath path) {
    context.reject(path, expected, value);
    context.writeUnrepaired(value);
  }
}
