package org.atomicagents.testing.internal.generate;

import java.util.List;
import java.util.regex.Matcher;

/** Generates English-like text of a given length about given topics. */
final class ProseGenerator {
  private static final int MIN_SENTENCE_LENGTH = 60;
  private static final int MAX_LETTERS_LENGTH = 2;

  private final SeededRandom random;
  private final List<String> topics;

  ProseGenerator(SeededRandom random, List<String> topics) {
    this.random = random;
    this.topics = List.copyOf(topics);
  }

  /**
   * Returns a text of {@code minLength} to {@code maxLength} code points.
   *
   * @param brief whether one sentence is enough, as for the items of a list
   */
  String text(int minLength, int maxLength, boolean brief) {
    if (maxLength <= MAX_LETTERS_LENGTH) {
      return letters(Math.max(minLength, Math.min(maxLength, 1)));
    }
    var text = new StringBuilder();
    if (maxLength < MIN_SENTENCE_LENGTH) {
      appendPhrase(text, Math.max(minLength, Math.min(maxLength, 14)));
    } else {
      appendSentences(text, minLength, brief ? 1 : random.between(1, 3));
    }
    return fit(text.toString(), minLength, maxLength);
  }

  /** Returns {@code count} letters without meaning. */
  String letters(int count) {
    var letters = new StringBuilder();
    while (letters.length() < count) {
      letters.append(Vocabulary.noun(random));
    }
    return letters.substring(0, count);
  }

  private void appendPhrase(StringBuilder text, int length) {
    text.append(Vocabulary.capitalized(Vocabulary.adjective(random)));
    text.append(' ').append(topic());
    while (text.length() < length) {
      text.append(' ').append(Vocabulary.noun(random));
    }
  }

  private void appendSentences(StringBuilder text, int minLength, int count) {
    for (int i = 0; i < count || text.length() < minLength; i++) {
      if (i > 0) {
        text.append(' ');
      }
      text.append(sentence());
    }
  }

  private String sentence() {
    String sentence = Vocabulary.sentence(random);
    while (sentence.contains("{")) {
      sentence = sentence.replaceFirst("\\{t}", Matcher.quoteReplacement(topic()));
      sentence = sentence.replaceFirst("\\{n}", Vocabulary.noun(random));
      sentence = sentence.replaceFirst("\\{a}", Vocabulary.adjective(random));
    }
    return Vocabulary.capitalized(sentence);
  }

  private String topic() {
    return topics.isEmpty() ? Vocabulary.noun(random) : random.oneOf(topics);
  }

  private String fit(String text, int minLength, int maxLength) {
    if (JsonNodes.length(text) <= maxLength) {
      return text;
    }
    String truncated = text.substring(0, text.offsetByCodePoints(0, maxLength));
    int space = truncated.lastIndexOf(' ');
    String words = space > 0 ? truncated.substring(0, space) : truncated;
    if (JsonNodes.length(words) >= Math.max(minLength, 1)) {
      return words;
    }
    return truncated.endsWith(" ")
        ? truncated.substring(0, truncated.length() - 1) + "s"
        : truncated;
  }
}
