package org.atomicagents.testing.internal.generate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Extracts the topics of a text. */
public final class TopicExtractor {
  private static final int MAX_TOPICS = 6;

  private TopicExtractor() {}

  /** Returns the first {@value #MAX_TOPICS} uncommon words of a text, in lower case. */
  public static List<String> of(String text) {
    return Arrays.stream(text.split("[^\\p{L}\\p{M}]+"))
        .map(word -> word.toLowerCase(Locale.ROOT))
        .filter(word -> word.length() > 2 && word.length() < 20 && !Vocabulary.isCommon(word))
        .distinct()
        .limit(MAX_TOPICS)
        .toList();
  }
}
