package org.atomicagents.corpus.mutation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.atomicagents.corpus.mutation.MutableJson.Items;
import org.atomicagents.corpus.mutation.MutableJson.Member;
import org.atomicagents.corpus.mutation.MutableJson.Members;
import org.atomicagents.corpus.mutation.MutableJson.Spot;
import org.atomicagents.corpus.mutation.MutableJson.Text;
import org.atomicagents.corpus.mutation.MutableToken.Kind;

/** Defects that write a value in another common notation. */
final class NotationDefects {
  private static final String TRIPLE = "\"\"\"";

  private NotationDefects() {}

  /** Writes strings in three quotes, as in Python. */
  static boolean tripleQuotes(MutableDocument draft) {
    List<MutableToken> able =
        draft.tokens(token -> token.is(Kind.TEXT) && !token.content().isEmpty());
    for (MutableToken token : draft.some(able)) {
      token.open = TRIPLE;
      token.close = TRIPLE;
      token.units.replaceAll(unit -> unit.equals("\\\"") ? "\"" : unit);
      String content = token.content();
      draft.doubtIf(
          content.contains("\"") && !content.matches("(?s)[^\"]*+(\"[^\"]++\"[^\"]++)*+"));
      draft.doubtIf(content.matches("(?s)\\\\[rn].*|.*\\\\[rn]\\s*+"));
    }
    return !able.isEmpty();
  }

  /** Writes the objects of a list on a line each, without brackets around them. */
  static boolean jsonLines(MutableDocument draft) {
    if (!(draft.root instanceof Members members)
        || members.kind != Members.Kind.WRAPPING
        || !(members.all.getFirst().value instanceof Items items)
        || items.all.size() < 2) {
      return false;
    }
    var lines = new ArrayList<String>();
    for (MutableJson item : items.all) {
      if (!(item instanceof Members record) || !record.isRecord()) {
        return false;
      }
      lines.add(WhitespaceStyle.join(WhitespaceStyle.SPACED.tokens(item)));
    }
    if (new HashSet<>(lines).size() < lines.size()) {
      return false;
    }
    draft.text = String.join(draft.random.oneOf(List.of("\n", "\n", "\n\n", ",\n")), lines);
    return true;
  }

  /** Writes the records of a union as calls of functions. */
  static boolean calls(MutableDocument draft) {
    List<Spot> records = draft.spots(NotationDefects::hasTag);
    for (Spot spot : draft.some(records)) {
      var record = (Members) spot.piece();
      Member tag = tagOf(record);
      record.all.remove(tag);
      var call = Members.ofMap();
      if (draft.random.chance(0.3)) {
        call.all.add(new Member(record.name, record));
      } else {
        call.all.add(new Member("name", tag.value));
        call.all.add(new Member(draft.random.oneOf(List.of("arguments", "parameters")), record));
      }
      spot.replace().accept(call);
    }
    return !records.isEmpty();
  }

  private static boolean hasTag(Spot spot) {
    return spot.piece() instanceof Members record
        && record.isRecord()
        && record.all.stream().anyMatch(member -> isTag(member, record));
  }

  private static Member tagOf(Members record) {
    return record.all.stream().filter(member -> isTag(member, record)).findFirst().orElseThrow();
  }

  private static boolean isTag(Member member, Members record) {
    return member.key.equals("type")
        && member.value instanceof Text text
        && text.value.equals(record.name);
  }
}
