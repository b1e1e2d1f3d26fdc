package org.atomicagents.internal.schema.repair;

import java.util.Set;
import org.atomicagents.internal.json.CaseConverter;
import org.atomicagents.internal.json.JsonLiterals;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.json.lenient.LenientValue.ArrayValue;
import org.atomicagents.internal.json.lenient.LenientValue.RawToken;

/**
 * Detects unquoted values that may stand for a string rather than be one: {@code [Your Name]},
 * {@code (name)}, {@code <name>}, {@code $name}, {@code ?}, {@code TBD}, and the name of the type.
 */
final class PlaceholderDetector {
  private static final Set<String> ABBREVIATIONS =
      Set.of("na", "tbd", "tba", "tbc", "todo", "placeholder");
  private static final Set<String> TYPE_NAMES = Set.of("string", "String", "str");

  private PlaceholderDetector() {}

  /** Returns whether a value may be a placeholder for a string. */
  static boolean isPlaceholder(LenientValue value) {
    return switch (value) {
      case ArrayValue array ->
          array.elements().size() == 1 && ScalarRepairer.isWord(array.elements().getFirst());
      case RawToken token -> isWordPlaceholder(token);
      default -> false;
    };
  }

  private static boolean isWordPlaceholder(RawToken token) {
    String text = token.value();
    if (text.isEmpty() || JsonLiterals.isNumberOrLiteral(text)) {
      return false;
    }
    boolean isEnclosed =
        isEnclosed(text, '(', ')') || isEnclosed(text, '<', '>') || isVariable(text);
    return isEnclosed || TYPE_NAMES.contains(text) || hasNoWord(text) || isAbbreviation(text);
  }

  private static boolean isEnclosed(String text, char first, char last) {
    return text.charAt(0) == first && text.charAt(text.length() - 1) == last;
  }

  private static boolean isVariable(String text) {
    return text.length() > 1
        && text.charAt(0) == '$'
        && (Character.isLetter(text.charAt(1)) || text.charAt(1) == '{');
  }

  private static boolean hasNoWord(String text) {
    return text.codePoints()
        .noneMatch(c -> Character.isLetterOrDigit(c) || Character.isSupplementaryCodePoint(c));
  }

  // As in N/A and T.B.D.
  private static boolean isAbbreviation(String text) {
    var letters = new StringBuilder();
    for (int i = 0; i < text.length() && letters.length() <= "placeholder".length(); i++) {
      if (Character.isLetterOrDigit(text.charAt(i))) {
        letters.append(text.charAt(i));
      }
    }
    return ABBREVIATIONS.contains(CaseConverter.lowerCase(letters.toString()));
  }
}
