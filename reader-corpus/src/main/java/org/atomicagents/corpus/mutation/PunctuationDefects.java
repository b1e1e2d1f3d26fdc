package org.atomicagents.corpus.mutation;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.corpus.mutation.MutableToken.Kind;

/** Defects that change commas or add comments. */
final class PunctuationDefects {
  private static final List<String> REMARKS =
      List.of(
          "the value",
          "it's \"quoted\", as usual",
          "{not} [this]: 12",
          "TODO: check",
          "\"points\": 3,",
          "see https://example.org/a#b",
          "don't");

  private PunctuationDefects() {}

  static boolean trailingCommas(MutableDocument draft) {
    var able = new ArrayList<MutableToken>();
    for (int i = 1; i < draft.tokens.size(); i++) {
      if (draft.tokens.get(i).is(Kind.CLOSE) && draft.tokens.get(i - 1).endsValue()) {
        able.add(draft.tokens.get(i));
      }
    }
    for (MutableToken close : draft.some(able)) {
      int index = draft.tokens.indexOf(close);
      draft.tokens.add(index, MutableToken.plain(Kind.COMMA, close.source, "", ","));
    }
    return !able.isEmpty();
  }

  static boolean missingCommas(MutableDocument draft) {
    List<MutableToken> commas =
        draft.some(
            draft.tokens(token -> token.is(Kind.COMMA) && !isWithinWords(token, draft.tokens)));
    for (MutableToken comma : commas) {
      int index = draft.tokens.indexOf(comma);
      MutableToken last = draft.tokens.get(index - 1);
      MutableToken next = draft.tokens.get(index + 1);
      if (next.before.isEmpty()) {
        next.before = " ";
      }
      // Grouped digits and strings with quotes look the same.
      draft.doubtIf(last.is(Kind.WORD) && next.is(Kind.WORD) && !next.before.contains("\n"));
      draft.doubtIf(hasQuotes(last) || hasQuotes(next));
      draft.tokens.remove(index);
    }
    return !commas.isEmpty();
  }

  /** Returns whether the tokens before and after a comma read as one string without the comma. */
  private static boolean isWithinWords(MutableToken comma, List<MutableToken> tokens) {
    int index = tokens.indexOf(comma);
    MutableToken last = tokens.get(index - 1);
    MutableToken next = tokens.get(index + 1);
    return !next.before.contains("\n")
        && isBare(last)
        && isBare(next)
        && (last.is(Kind.TEXT) || next.is(Kind.TEXT));
  }

  private static boolean isBare(MutableToken token) {
    return token.is(Kind.WORD) || (token.is(Kind.TEXT) && !token.isQuoted());
  }

  private static boolean isRecord(MutableJson source) {
    return source instanceof MutableJson.Members members && !members.isMap();
  }

  private static boolean hasQuotes(MutableToken token) {
    return token.is(Kind.TEXT) && token.content().matches("(?s).*[\"'„“”].*");
  }

  static boolean comments(MutableDocument draft) {
    if (draft.tokens.size() < 2) {
      return false;
    }
    int count = draft.random.between(1, 3);
    for (int i = 0; i < count; i++) {
      int index = draft.random.between(1, draft.tokens.size() - 1);
      MutableToken next = draft.tokens.get(index);
      String remark = draft.random.oneOf(REMARKS);
      String comment =
          switch (draft.random.between(0, 3)) {
            case 0 -> "# " + remark;
            case 1 -> "/* " + remark + " */";
            default -> "// " + remark;
          };
      if (!comment.endsWith("*/") && !next.before.startsWith("\n")) {
        next.before = "\n" + next.before;
      }
      // A comment that contains a key, or is at the end of a list or map, can stand for a part.
      draft.doubtIf(comment.contains(":") || (next.is(Kind.CLOSE) && !isRecord(next.source)));
      draft.tokens.add(index, MutableToken.plain(Kind.COMMENT, next.source, " ", comment));
    }
    return true;
  }
}
