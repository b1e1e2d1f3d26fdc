package org.atomicagents.internal.schema.repair;

import java.util.List;
import org.atomicagents.internal.json.JsonCharacters;
import org.atomicagents.internal.json.lenient.CandidatePlacement;
import org.atomicagents.internal.json.lenient.JsonCandidate;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.json.lenient.LenientValue.ArrayValue;
import org.atomicagents.internal.json.lenient.LenientValue.ObjectValue;
import org.atomicagents.internal.json.lenient.LenientValue.Property;
import org.atomicagents.internal.json.lenient.LenientValue.RawToken;
import org.atomicagents.internal.json.lenient.LenientValue.StringValue;
import org.atomicagents.internal.json.lenient.SyntaxRepair;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.RootWrapper;
import org.atomicagents.internal.schema.type.TypeNode;

/**
 * The evidence that brackets in a response are meant as the requested value, the strongest first.
 *
 * <p>Brackets are also a notation of prose and of other languages: {@code [3]}, {@code [ERROR]},
 * {@code {name}}, {@code f() {}}. Where the type has no keys, or none that are required, these
 * would be valid values.
 */
enum CandidateEvidence {
  /** The value has keys of the type, or is separated from the text around it. */
  MEANT,
  /** The value can be an example; it is not accepted, but can make another value ambiguous. */
  POSSIBLE,
  /** The brackets are a notation. */
  NONE;

  // A footnote or an interval.
  private static final int MAX_NOTATION_SIZE = 2;
  private static final int MAX_NUMBER_LENGTH = 3;

  /** Returns the evidence for a candidate of a text. */
  static CandidateEvidence of(JsonCandidate candidate, TypeNode root, String text) {
    LenientValue value = candidate.value();
    CandidatePlacement placement = candidate.placement();
    if (placement == CandidatePlacement.ALONE) {
      return isListItem(value) ? POSSIBLE : MEANT;
    }
    KnownKeys keys = KnownKeys.of(root, value);
    boolean isBare = isBare(value, text);
    boolean isInline = placement == CandidatePlacement.INLINE;
    boolean isPart = isInline && isEnumerated(value, root, text);
    if (keys == KnownKeys.REQUIRED || (keys == KnownKeys.OPTIONAL && !(isBare && isInline))) {
      return isPart ? POSSIBLE : MEANT;
    }
    if (value.ambiguity() != null || keys == KnownKeys.OPTIONAL) {
      return POSSIBLE;
    }
    boolean isSeparated = placement != CandidatePlacement.INLINE;
    boolean hasWords = ScalarRepairer.hasUnquotedText(value);
    if (isBare || isNotation(value)) {
      boolean isParagraph =
          placement == CandidatePlacement.PARAGRAPH && (!hasWords || hasString(value));
      boolean isBlock =
          candidate.context() == JsonCandidate.CandidateContext.FENCE || spansLines(value, text);
      boolean isData = isBare && (!hasWords || isBlock || hasData(value, text));
      return isParagraph ? MEANT : isSeparated || isData ? POSSIBLE : NONE;
    }
    return isSeparated ? MEANT : POSSIBLE;
  }

  /**
   * Returns whether a comma follows or precedes a value, so that it may be one of several items or
   * arguments, and whether nothing else distinguishes it from these.
   */
  private static boolean isEnumerated(LenientValue value, TypeNode root, String text) {
    if (!(root instanceof RecordNode record) || !(value instanceof ObjectValue object)) {
      return false;
    }
    boolean isItem =
        RootWrapper.isListWrapper(record)
            && !PropertyMatch.of(record, object, null).hasMatches()
            && isComma(text, value.end(), 1);
    boolean hasNoRequiredKey =
        record.components().stream().allMatch(part -> part.slot().isOptional());
    return isItem
        || ((hasNoRequiredKey || RootWrapper.isListWrapper(record))
            && isComma(text, value.start() - 1, -1));
  }

  private static boolean isComma(String text, int from, int step) {
    int i = from;
    while (i >= 0 && i < text.length() && JsonCharacters.isSpace(text.charAt(i))) {
      i += step;
    }
    return i >= 0 && i < text.length() && text.charAt(i) == ',';
  }

  /** Returns whether a text begins with the mark of a list item, as in {@code 1. July 2026}. */
  private static boolean isListItem(LenientValue value) {
    if (!(value instanceof RawToken token)) {
      return false;
    }
    String text = token.value();
    int i = 0;
    while (i < text.length() && i < MAX_NUMBER_LENGTH && Character.isDigit(text.charAt(i))) {
      i++;
    }
    return i > 0 && (text.startsWith(". ", i) || text.startsWith(") ", i));
  }

  /** Returns whether a value contains keys or strings without quotes, as in other languages. */
  private static boolean isBare(LenientValue value, String text) {
    return switch (value) {
      case ObjectValue object -> {
        for (Property property : object.properties()) {
          if (isBareKey(property, text) || isBare(property.value(), text)) {
            yield true;
          }
        }
        yield false;
      }
      case ArrayValue array -> {
        for (LenientValue element : array.elements()) {
          if (isBare(element, text)) {
            yield true;
          }
        }
        yield false;
      }
      case StringValue ignored -> false;
      case RawToken ignored -> ScalarRepairer.isWord(value);
    };
  }

  /** Returns whether a value contains a part that is more than a word. */
  private static boolean hasData(LenientValue value, String text) {
    return switch (value) {
      case ObjectValue object ->
          object.properties().stream()
              .anyMatch(part -> part.value() instanceof StringValue || !isBareKey(part, text));
      case ArrayValue array -> !array.elements().stream().allMatch(ScalarRepairer::isWord);
      case StringValue ignored -> true;
      case RawToken ignored -> false;
    };
  }

  private static boolean hasString(LenientValue value) {
    return value instanceof ArrayValue array
        && array.elements().stream().anyMatch(StringValue.class::isInstance);
  }

  private static boolean spansLines(LenientValue value, String text) {
    return text.indexOf('\n', value.start(), value.end()) >= 0;
  }

  private static boolean isBareKey(Property property, String text) {
    for (SyntaxRepair repair : property.repairs()) {
      if (repair.kind() == SyntaxRepair.Kind.QUOTES) {
        return !JsonCharacters.isQuote(text.charAt(repair.start()));
      }
    }
    return false;
  }

  /** Returns whether a value is empty, or an array of a few numbers. */
  private static boolean isNotation(LenientValue value) {
    return switch (value) {
      case ObjectValue object -> object.properties().isEmpty();
      case ArrayValue array -> isNotation(array.elements());
      case StringValue ignored -> false;
      case RawToken ignored -> false;
    };
  }

  private static boolean isNotation(List<LenientValue> elements) {
    return elements.size() <= MAX_NOTATION_SIZE
        && elements.stream().allMatch(RawToken.class::isInstance);
  }
}
