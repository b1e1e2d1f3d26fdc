package org.atomicagents.schema;

import org.atomicagents.internal.json.JsonWords;
import org.atomicagents.internal.json.LooseValue;
import org.atomicagents.internal.json.LooseValue.Items;
import org.atomicagents.internal.json.LooseValue.Members;
import org.atomicagents.internal.json.LooseValue.Text;
import org.atomicagents.internal.json.LooseValue.Word;
import org.atomicagents.internal.json.Mend;
import org.jspecify.annotations.Nullable;

/**
 * How a whole value is written, which says what may be meant by its parts.
 *
 * @param isMended whether it departs from JSON anywhere
 * @param hasMendedQuotes whether quotes within a text were not escaped
 * @param hasBareTexts whether texts stand without quotes
 * @param separator what stands between its members on one line; null if that isn't known
 */
record Handwriting(
    boolean isMended, boolean hasMendedQuotes, boolean hasBareTexts, @Nullable String separator) {
  static final Handwriting UNKNOWN = new Handwriting(false, false, false, null);

  static Handwriting of(LooseValue value, String source) {
    return new Handwriting(
        isMended(value),
        hasMendedQuotes(value),
        ScalarAlignment.hasBareText(value),
        separator(value, source));
  }

  private static @Nullable String separator(LooseValue value, String source) {
    if (value instanceof Members members && members.all().size() > 1) {
      int comma = members.all().getFirst().value().end();
      if (source.startsWith(", ", comma)) {
        return ", ";
      }
      boolean compact =
          source.startsWith(",", comma)
              && comma + 1 < source.length()
              && !Character.isWhitespace(source.charAt(comma + 1));
      return compact ? "," : null;
    }
    return null;
  }

  private static boolean isMended(LooseValue value) {
    return !value.mends().isEmpty()
        || switch (value) {
          case Members members ->
              members.all().stream()
                  .anyMatch(each -> !each.mends().isEmpty() || isMended(each.value()));
          case Items items -> items.all().stream().anyMatch(Handwriting::isMended);
          case Text ignored -> false;
          case Word word -> !JsonWords.isValid(word.value());
        };
  }

  private static boolean hasMendedQuotes(LooseValue value) {
    return switch (value) {
      case Members members ->
          members.all().stream().anyMatch(each -> hasMendedQuotes(each.value()));
      case Items items -> items.all().stream().anyMatch(Handwriting::hasMendedQuotes);
      case Word ignored -> false;
      case Text text ->
          text.mends().stream()
              .anyMatch(mend -> mend.kind() == Mend.Kind.QUOTES && mend.start() > text.start());
    };
  }
}
