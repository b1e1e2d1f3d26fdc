package org.atomicagents.corpus.mutation;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.corpus.mutation.MutableJson.Items;
import org.atomicagents.corpus.mutation.MutableJson.Members;
import org.atomicagents.corpus.mutation.MutableToken.Kind;

/** Defects that leave out the last parts of a list or map, and say so. */
final class OmissionDefects {
  private static final List<String> REMARKS =
      List.of(
          "and so on",
          "etc.",
          "...",
          "remaining items omitted for brevity",
          "12 more",
          "more items here",
          "the rest",
          "usw.",
          "similar entries follow",
          "truncated");
  private static final List<String> WORDS =
      List.of("etc.", "and 12 more", "...", "and so on", "<!-- more -->", "…", "(12 more)", "usw.");

  private OmissionDefects() {}

  /** Adds a comment at the end of a list or map. */
  static boolean comment(MutableDocument draft) {
    List<MutableToken> closers = closers(draft, true);
    if (closers.isEmpty()) {
      return false;
    }
    MutableToken closer = draft.random.oneOf(closers);
    String remark = draft.random.oneOf(REMARKS);
    int style = draft.random.between(0, 2);
    String comment =
        style == 0 ? "/* " + remark + " */" : style == 1 ? "// " + remark : "# " + remark;
    if (style > 0 && !closer.before.startsWith("\n")) {
      closer.before = "\n" + closer.before;
    }
    int index = draft.tokens.indexOf(closer);
    if (draft.random.chance(0.5)) {
      draft.tokens.add(index++, MutableToken.plain(Kind.COMMA, closer.source, "", ","));
    }
    String before = draft.random.chance(0.5) ? " " : "\n  ";
    draft.tokens.add(index, MutableToken.plain(Kind.COMMENT, closer.source, before, comment));
    draft.lose();
    return true;
  }

  /** Adds unquoted words behind the last item of a list. */
  static boolean words(MutableDocument draft) {
    List<MutableToken> closers = closers(draft, false);
    if (closers.isEmpty()) {
      return false;
    }
    MutableToken closer = draft.random.oneOf(closers);
    int index = draft.tokens.indexOf(closer);
    draft.tokens.add(index, MutableToken.plain(Kind.COMMA, closer.source, "", ","));
    draft.tokens.add(
        index + 1, MutableToken.plain(Kind.COMMENT, closer.source, " ", draft.random.oneOf(WORDS)));
    draft.lose();
    return true;
  }

  private static List<MutableToken> closers(MutableDocument draft, boolean ofMaps) {
    var closers = new ArrayList<MutableToken>();
    for (MutableToken token : draft.tokens(token -> token.is(Kind.CLOSE))) {
      boolean hasItems = token.source instanceof Items items && !items.all.isEmpty();
      boolean hasEntries =
          token.source instanceof Members members && members.isMap() && !members.all.isEmpty();
      if (hasItems || (ofMaps && hasEntries)) {
        closers.add(token);
      }
    }
    return closers;
  }
}
