package org.atomicagents.corpus.mutation;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.atomicagents.corpus.mutation.MutableJson.Role;
import org.atomicagents.corpus.mutation.MutableJson.Text;
import org.atomicagents.corpus.mutation.MutableToken.Kind;

/** Other quotes than JSON's, and none. */
final class QuotingDefects {
  private static final Set<String> LITERALS =
      Set.of("true", "false", "null", "none", "nil", "nan", "undefined", "infinity", "yes", "no");

  private static final Set<String> NOTHINGS = Set.of("null", "none", "nil", "undefined");

  private QuotingDefects() {}

  static boolean singleQuotes(MutableDocument draft) {
    List<MutableToken> able = chosen(draft);
    boolean careless = draft.draw.chance(0.3);
    for (MutableToken token : able) {
      draft.doubtIf(careless && !apostrophesOnly(token.content()));
      token.open = "'";
      token.close = "'";
      token.units.replaceAll(unit ->
          switch (unit) {
            case "\\\"" -> "\"";
            case "'" -> careless ? "'" : "\\'";
            default -> unit;
          });
    }
    return !able.isEmpty();
  }

  // As in it's: between two letters no quote ends or begins.
  private static boolean apostrophesOnly(String content) {
    return !content.replaceAll("(?<=\\p{L})'(?=\\p{L})", "").contains("'");
  }

  static boolean typographicQuotes(MutableDocument draft) {
    List<MutableToken> able = chosen(draft);
    int style = draft.draw.between(0, 5);
    for (MutableToken token : able) {
      token.open = style == 0 ? "„" : style == 1 ? "”" : "“";
      token.close = style == 0 ? "“" : "”";
      draft.doubtIf(token.content().matches("(?s).*[„“”].*"));
      if (style == 2) {
        token.units.replaceAll(unit -> unit.equals("\\\"") ? "\"" : unit);
      }
    }
    return !able.isEmpty();
  }

  // All of them, all keys, all values, or one.
  private static List<MutableToken> chosen(MutableDocument draft) {
    Predicate<MutableToken> which =
        switch (draft.draw.between(0, 4)) {
          case 0 -> token -> token.is(Kind.KEY);
          case 1 -> token -> token.is(Kind.TEXT);
          default -> token -> true;
        };
    List<MutableToken> able = draft.tokens(token -> token.isQuoted() && which.test(token));
    return able.isEmpty() || !draft.draw.chance(0.15) ? able : List.of(draft.draw.oneOf(able));
  }

  static boolean bareKeys(MutableDocument draft) {
    List<MutableToken> able =
        draft.tokens(token ->
            token.is(Kind.KEY)
                && token.isQuoted()
                && token.content().matches("[\\p{L}_$][\\p{L}\\p{N}_$-]*|\\d+"));
    draft.some(able).forEach(QuotingDefects::bare);
    return !able.isEmpty();
  }

  static boolean bareValues(MutableDocument draft) {
    boolean careful = draft.draw.chance(0.8);
    List<MutableToken> able =
        draft.tokens(token ->
            token.is(Kind.TEXT)
                && token.isQuoted()
                && !token.content().isBlank()
                // Without quotes that is a comment, or something else in its own right.
                && !token.content().matches("(?s)(.*\\s)?(//|/\\*|#).*")
                && !token.content().matches("(?s)\\s*\\\\?[\"'`“”„\\[{].*")
                && !isLostWithoutQuotes(token)
                && (!careful || isPlain(token)));
    List<MutableToken> chosen = draft.some(able);
    // Where no other text stands without quotes, None is no text.
    List<MutableToken> told =
        chosen.stream().anyMatch(QuotingDefects::isTextOfItself)
            ? chosen
            : chosen.stream().filter(token -> !isNothing(token)).toList();
    for (MutableToken token : told) {
      draft.doubtIf(!isPlain(token));
      bare(token);
    }
    return !told.isEmpty();
  }

  /** Spaces around a text, and digits in groups, which in a list are several numbers. */
  private static boolean isLostWithoutQuotes(MutableToken token) {
    String content = token.content();
    return content.matches("(?s)[\\s\\p{Z}\\p{C}].*|.*[\\s\\p{Z}\\p{C}]")
        || (token.source instanceof Text text && text.role == Role.QUOTED && content.contains(","));
  }

  private static boolean isNothing(MutableToken token) {
    return NOTHINGS.contains(token.content().toLowerCase(Locale.ROOT));
  }

  /** Whether it is neither a number nor a literal of any language. */
  private static boolean isTextOfItself(MutableToken token) {
    String content = token.content();
    return !LITERALS.contains(content.toLowerCase(Locale.ROOT)) && !content.matches("[-+0-9].*");
  }

  private static boolean isPlain(MutableToken token) {
    String content = token.content();
    boolean word =
        content.matches("\\p{L}[\\p{L}\\p{N}_-]*( [\\p{L}\\p{N}_-]+)*")
            && !LITERALS.contains(content.toLowerCase(Locale.ROOT));
    boolean date = content.matches("\\d{4}-\\d\\d-\\d\\d");
    return word || (date && token.source instanceof Text text && text.role == Role.FORMATTED);
  }

  private static void bare(MutableToken token) {
    token.open = "";
    token.close = "";
  }

  static boolean literals(MutableDocument draft) {
    List<MutableToken> able =
        draft.tokens(token -> token.is(Kind.WORD) && token.source instanceof MutableJson.Literal);
    for (MutableToken token : draft.some(able)) {
      String word = token.content();
      String written =
          word.equals("null")
              ? draft.draw.oneOf(List.of("None", "None", "Null", "NULL", "undefined", "nil"))
              : draft.draw.chance(0.7)
                  ? word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1)
                  : word.toUpperCase(Locale.ROOT);
      draft.doubtIf(written.equals("undefined") || written.equals("nil"));
      token.units.set(0, written);
    }
    return !able.isEmpty();
  }
}
