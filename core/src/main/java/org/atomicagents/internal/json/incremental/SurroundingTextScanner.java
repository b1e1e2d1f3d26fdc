package org.atomicagents.internal.json.incremental;

import java.util.Set;
import org.atomicagents.internal.json.JsonCharacters;

/**
 * Scans the text around a value, one character at a time, for code fences, prose and reasoning
 * tags.
 */
final class SurroundingTextScanner {
  private static final Set<String> FENCES = Set.of("", "```", "```json", "```JSON");
  private static final int MAX_FENCE_LENGTH = 7;

  private final ThinkingTagScanner tags = new ThinkingTagScanner();
  private final StringBuilder prefix = new StringBuilder();
  private boolean hasText;

  /** Returns which reasoning tag ends with a character, which is scanned. */
  ThinkingTagScanner.TagEvent accept(char c) {
    if (!hasText && !JsonCharacters.isSpace(c)) {
      prefix.append(c);
      hasText = prefix.length() > MAX_FENCE_LENGTH;
    }
    return tags.accept(c);
  }

  /** Ends the text before a value. */
  void startValue() {
    hasText |= !FENCES.contains(prefix.toString());
    tags.reset();
  }

  /** Records that an apparent value was part of the text. */
  void recordText() {
    hasText = true;
  }

  /** Returns whether the value is preceded by anything other than a code fence. */
  boolean hasText() {
    return hasText;
  }
}
