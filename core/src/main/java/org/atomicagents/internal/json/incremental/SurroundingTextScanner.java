package org.atomicagents.internal.json.incremental;

import java.util.Set;
import org.atomicagents.internal.json.JsonCharacters;

/** What stands beside a value, character by character: fences, words, and thoughts. */
final class SurroundingTextScanner {
  private static final Set<String> FENCES = Set.of("", "```", "```json", "```JSON");
  private static final int MAX_FENCE_LENGTH = 7;

  private final ThinkingTagScanner tags = new ThinkingTagScanner();
  private final StringBuilder prefix = new StringBuilder();
  private boolean hasText;

  /** Takes a character, and says which tag of a thought ends with it. */
  ThinkingTagScanner.TagEvent accept(char c) {
    if (!hasText && !JsonCharacters.isSpace(c)) {
      prefix.append(c);
      hasText = prefix.length() > MAX_FENCE_LENGTH;
    }
    return tags.accept(c);
  }

  /** A value begins. */
  void startValue() {
    hasText |= !FENCES.contains(prefix.toString());
    tags.reset();
  }

  /** What seemed to be the value was none. */
  void recordText() {
    hasText = true;
  }

  /** Whether there was something other than a fence before the value. */
  boolean hasText() {
    return hasText;
  }
}
