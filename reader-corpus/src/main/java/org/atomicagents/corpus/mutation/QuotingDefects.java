package org.atomicagents.corpus.mutation;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.atomicagents.corpus.mutation.MutableJson.Role;
import org.atomicagents.corpus.mutation.MutableJson.Text;
import org.atomicagents.corpus.mutation.MutableToken.Kind;

/** Defects that replace or remove quotes. */
final class QuotingDefects {
  private static final Set<String> LITERALS =
      Set.of("true", "false", "null", "none", "nil", "nan", "undefined", "infinity", "yes", "no");

  private static final Set<String> NULL_LITERALS = Set.of("null", "none", "nil", "undefined");

  private QuotingDefects() {}

  static boolean singleQuotes(MutableDocument draft) {
    List<MutableToken> able = chosen(draft);
    boolean careless = draft.random.chance(0.3);
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

  // An apostrophe between two letters, as in it's, cannot be a quote.
  private static boolean apostrophesOnly(String content) {
    return !content.replaceAll("(?<=\\p{L})'(?=\\p{L})", "").contains("'");
  }

  static boolean typographicQuotes(MutableDocument draft) {
    List<MutableToken> able = chosen(draft);
    int style = draft.random.between(0, 5);
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

  // Chooses all strings, all keys, all values, or a single one.
  private static List<MutableToken> chosen(MutableDocument draft) {
    Predicate<MutableToken> filter =
        switch (draft.random.between(0, 4)) {
          case 0 -> token -> token.is(Kind.KEY);
          case 1 -> token -> token.is(Kind.TEXT);
          default -> token -> true;
        };
    List<MutableToken> able = draft.tokens(token -> token.isQuoted() && filter.test(token));
    return able.isEmpty() || !draft.random.chance(0.15) ? able : List.of(draft.random.oneOf(able));
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
    boolean careful = draft.random.chance(0.8);
    List<MutableToken> able =
        draft.tokens(token ->
            token.is(Kind.TEXT)
                && token.isQuoted()
                && !token.content().isBlank()
                // Without quotes, these strings are comments or other JSON tokens.
                && !token.content().matches("(?s)(.*\\s)?(//|/\\*|#).*")
                && !token.content().matches("(?s)\\s*\\\\?[\"'`“”„\\[{].*")
                && !isLostWithoutQuotes(token)
                && (!careful || isPlain(token)));
    List<MutableToken> chosen = draft.some(able);
    // Without another unquoted string, None cannot be recognized as a string.
    List<MutableToken> unquoted =
        chosen.stream().anyMatch(QuotingDefects::isTextOfItself)
            ? chosen
            : chosen.stream().filter(token -> !isNothing(token)).toList();
    for (MutableToken token : unquoted) {
      draft.doubtIf(!isPlain(token));
      bare(token);
    }
    draft.doubtIf(hasListOfMixedQuotes(draft));
    return !unquoted.isEmpty();
  }

  // An unquoted word among quoted strings can stand for omitted ones.
  private static boolean hasListOfMixedQuotes(MutableDocument draft) {
    Set<MutableJson> quoted = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<MutableJson> bare = Collections.newSetFromMap(new IdentityHashMap<>());
    for (MutableToken token : draft.tokens(token -> token.is(Kind.TEXT))) {
      (token.isQuoted() ? quoted : bare).add(token.source);
    }
    return draft.spots().stream()
        .filter(spot -> spot.piece() instanceof MutableJson.Items)
        .map(spot -> ((MutableJson.Items) spot.piece()).all)
        .anyMatch(all ->
            all.stream().anyMatch(quoted::contains) && all.stream().anyMatch(bare::contains));
  }

  /** Surrounding spaces are lost, and grouped digits in a list become several numbers. */
  private static boolean isLostWithoutQuotes(MutableToken token) {
    String content = token.content();
    return content.equals("null")
        || content.matches("(?s)[\\s\\p{Z}\\p{C}].*|.*[\\s\\p{Z}\\p{C}]")
        || (token.source instanceof Text text && text.role == Role.QUOTED && content.contains(","));
  }

  private static boolean isNothing(MutableToken token) {
    return NULL_LITERALS.contains(token.content().toLowerCase(Locale.ROOT));
  }

  /** Returns whether a string resembles neither a number nor a literal of any language. */
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
              ? draft.random.oneOf(List.of("None", "None", "Null", "NULL", "undefined", "nil"))
              : draft.random.chance(0.7)
                  ? word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1)
                  : word.toUpperCase(Locale.ROOT);
      draft.doubtIf(written.equals("undefined") || written.equals("nil"));
      token.units.set(0, written);
    }
    return !able.isEmpty();
  }
}
