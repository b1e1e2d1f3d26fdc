package org.atomicagents.corpus.mutation;

import java.util.List;
import org.atomicagents.corpus.mutation.MutableToken.Kind;

/** Defects that leave characters in strings unescaped. */
final class EscapeDefects {
  private EscapeDefects() {}

  static boolean rawControls(MutableDocument draft) {
    List<MutableToken> able =
        draft.tokens(token ->
            token.is(Kind.TEXT)
                && token.isQuoted()
                && token.units.stream().anyMatch(EscapeDefects::isRaw));
    for (MutableToken token : draft.some(able)) {
      token.units.replaceAll(EscapeDefects::raw);
    }
    return !able.isEmpty();
  }

  private static boolean isRaw(String unit) {
    return !raw(unit).equals(unit);
  }

  private static String raw(String unit) {
    return switch (unit) {
      case "\\n" -> "\n";
      case "\\t" -> "\t";
      case "\\r" -> "\r";
      case "\\b" -> "\b";
      case "\\f" -> "\f";
      default ->
          unit.startsWith("\\u")
              ? String.valueOf((char) Integer.parseInt(unit.substring(2), 16))
              : unit;
    };
  }

  static boolean innerQuotes(MutableDocument draft) {
    List<MutableToken> able =
        draft.tokens(token ->
            token.is(Kind.TEXT)
                && token.open.equals("\"")
                && token.units.contains("\\\"")
                && !token.content().matches("(?s).*\"\\s*\\\\\".*")
                && !isSeveralValues(token)
                // A quote that resembles the end of a string, plus another defect, has no single
                // reading.
                && (draft.alone || !looksLikeStructure(token.units)));
    for (MutableToken token : draft.some(able)) {
      draft.doubtIf(looksLikeStructure(token.units));
      token.units.replaceAll(unit -> unit.equals("\\\"") ? "\"" : unit);
    }
    return !able.isEmpty();
  }

  // Without escapes, "a", "b" reads as several values.
  private static boolean isSeveralValues(MutableToken token) {
    String bare = "\"" + token.content().replace("\\\"", "\"") + "\"";
    return JsonValidity.isJson("[" + bare + "]") || JsonValidity.isJson("{\"key\":" + bare + "}");
  }

  // Whether a quote is next to a character that delimits strings in JSON.
  private static boolean looksLikeStructure(List<String> units) {
    String content = String.join("", units).replace("\\n", "\n").replace("\\t", "\t");
    return content.matches("(?s).*\\\\\"\\s*[,:\\]}/#].*")
        || content.matches("(?s).*[,:\\[{]\\s*\\\\\".*")
        || content.endsWith("\\\"")
        || content.startsWith("\\\"");
  }

  static boolean bareBackslashes(MutableDocument draft) {
    List<MutableToken> able =
        draft.tokens(token ->
            token.is(Kind.TEXT)
                && token.open.equals("\"")
                && token.units.contains("\\\\")
                && escapesNothing(token.units));
    for (MutableToken token : draft.some(able)) {
      token.units.replaceAll(unit -> unit.equals("\\\\") ? "\\" : unit);
    }
    return !able.isEmpty();
  }

  // If the next character completes a valid escape sequence, the string has a different value.
  private static boolean escapesNothing(List<String> units) {
    for (int i = 0; i < units.size(); i++) {
      if (units.get(i).equals("\\\\")
          && (i + 1 == units.size()
              || !units.get(i + 1).matches("[A-Za-z0-9]")
              || "bfnrtu".contains(units.get(i + 1)))) {
        return false;
      }
    }
    return true;
  }
}
