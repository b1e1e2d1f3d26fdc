package org.atomicagents.internal.schema.repair;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.atomicagents.internal.json.lenient.CandidatePlacement;
import org.atomicagents.internal.json.lenient.JsonCandidate;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.json.lenient.LenientValue.ArrayValue;
import org.atomicagents.internal.json.lenient.LenientValue.ObjectValue;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.RootWrapper;
import org.atomicagents.internal.schema.type.TypeNode;
import org.jspecify.annotations.Nullable;

/**
 * Combines the objects of a response in JSON Lines, one object on each line, to the list that the
 * type requires.
 */
final class JsonLines {
  private static final String REPEATED = "with equal items, of which one may be a repetition";

  private JsonLines() {}

  /** Returns the list of all candidates of a text; null if they are not the items of one list. */
  static @Nullable JsonCandidate combine(
      List<JsonCandidate> candidates, TypeNode root, String text) {
    if (candidates.size() < 2
        || !(root instanceof RecordNode wrapper)
        || !RootWrapper.isListWrapper(wrapper)) {
      return null;
    }
    var items = new ArrayList<LenientValue>();
    for (JsonCandidate candidate : candidates) {
      LenientValue item = candidate.value();
      if (candidate.context() != candidates.getFirst().context()
          || !isItem(item, wrapper)
          || !(items.isEmpty() || isSeparated(items.getLast(), item, text))) {
        return null;
      }
      items.add(item);
    }
    return list(items, candidates.getFirst(), text);
  }

  private static JsonCandidate list(List<LenientValue> items, JsonCandidate first, String text) {
    int start = items.getFirst().start();
    int end = items.getLast().end();
    boolean isEntireText = text.substring(0, start).isBlank() && text.substring(end).isBlank();
    return new JsonCandidate(
        new ArrayValue(
            items, start, end, List.of(), true, hasEqualItems(items, text) ? REPEATED : null),
        isEntireText ? JsonCandidate.CandidateContext.ENTIRE_TEXT : first.context(),
        CandidatePlacement.PARAGRAPH);
  }

  private static boolean isItem(LenientValue value, RecordNode wrapper) {
    TypeNode list = wrapper.components().getFirst().slot().type();
    return value instanceof ObjectValue object
        && object.isClosed()
        && object.ambiguity() == null
        && !PropertyMatch.of(wrapper, object, null).hasMatches()
        && KnownKeys.of(list, object) != KnownKeys.NONE;
  }

  private static boolean isSeparated(LenientValue item, LenientValue next, String text) {
    String between = text.substring(item.end(), next.start());
    return between.indexOf('\n') >= 0 && (between.isBlank() || between.strip().equals(","));
  }

  private static boolean hasEqualItems(List<LenientValue> items, String text) {
    Set<String> different = new HashSet<>();
    for (LenientValue item : items) {
      String source = text.substring(item.start(), item.end());
      if (!different.add(source.replace(" ", ""))) {
        return true;
      }
    }
    return false;
  }
}
