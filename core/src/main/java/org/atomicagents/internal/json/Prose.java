package org.atomicagents.internal.json;

import java.util.Set;

/** What stands beside a value, character by character: fences, words, and thoughts. */
final class Prose {
  private static final Set<String> FENCES = Set.of("", "```", "```json", "```JSON");
  private static final int LONGEST_FENCE = 7;

  private final ThoughtTags tags = new ThoughtTags();
  private final StringBuilder start = new StringBuilder();
  private boolean isAny;

  /** Takes a character, and says which tag of a thought ends with it. */
  ThoughtTags.Found next(char c) {
    if (!isAny && !Marks.isSpace(c)) {
      start.append(c);
      isAny = start.length() > LONGEST_FENCE;
    }
    return tags.next(c);
  }

  /** A value begins. */
  void end() {
    isAny |= !FENCES.contains(start.toString());
    tags.forget();
  }

  /** What seemed to be the value was none. */
  void add() {
    isAny = true;
  }

  /** Whether there was something other than a fence before the value. */
  boolean isAny() {
    return isAny;
  }
}
