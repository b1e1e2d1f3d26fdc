package org.atomicagents.corpus.mutation;

import java.util.List;
import org.atomicagents.corpus.mutation.MutableJson.Items;
import org.atomicagents.corpus.mutation.MutableJson.Role;
import org.atomicagents.corpus.mutation.MutableJson.Spot;
import org.atomicagents.corpus.mutation.MutableJson.Text;

/** Defects that write a list of strings as one string. */
final class ListTextDefects {
  private static final List<String> NO_ITEMS =
      List.of(
          "None.",
          "(none)",
          "n.a.",
          "N/A",
          "—",
          "?",
          "unknown",
          "Not specified",
          "no items",
          "nothing yet",
          "<list>",
          "{{items}}",
          "various",
          "TBD");
  private static final List<String> SEPARATORS =
      List.of(", ", "; ", " | ", " / ", " -> ", " and ", "\n", "\n- ", "\n* ", " • ", " & ", " + ");
  private static final List<String> MARKS =
      List.of("- %s", "* %s", "• %s", "1. %s", "a) %s", "(%s)", "[%s]", "\"%s\"", "<%s>");

  private ListTextDefects() {}

  static boolean textForList(MutableDocument draft) {
    List<Spot> lists = draft.spots(ListTextDefects::isTextList);
    if (lists.isEmpty()) {
      return false;
    }
    Spot spot = draft.random.oneOf(lists);
    var items = (Items) spot.piece();
    List<String> texts = items.all.stream().map(item -> ((Text) item).value).toList();
    String text =
        switch (draft.random.between(0, 2)) {
          case 0 -> draft.random.oneOf(NO_ITEMS);
          case 1 -> draft.random.oneOf(MARKS).formatted(texts.getFirst());
          default ->
              texts.size() == 1
                  ? texts.getFirst() + draft.random.oneOf(SEPARATORS) + "blue"
                  : String.join(draft.random.oneOf(SEPARATORS), texts);
        };
    spot.replace().accept(new Text(text, Role.FREE));
    draft.lose();
    return true;
  }

  private static boolean isTextList(Spot spot) {
    return spot.piece() instanceof Items items
        && !items.all.isEmpty()
        && items.all.stream().allMatch(item -> item instanceof Text text && text.role == Role.FREE);
  }

  /** Returns whether a string may not be a single item. */
  static boolean mayBeSeveralOrNone(String text) {
    return !text.matches("[\\p{L}\\p{M}\\p{N} -]*+") || text.matches("(?i)(null|none|na)");
  }
}
