package org.atomicagents.testing.internal.generate;

import java.util.List;
import java.util.regex.Matcher;

/** English-like text about given topics, as long as asked for. */
final class ProseGenerator {
  private static final int MIN_SENTENCE_LENGTH = 60;
  private static final int MAX_LETTERS_LENGTH = 2;

  private final SeededRandom draw;
  private final List<String> topics;

  ProseGenerator(SeededRandom draw, List<String> topics) {
    this.draw = draw;
    this.topics = List.copyOf(topics);
  }

  /**
   * A text of {@code least} to {@code most} characters.
   *
   * @param brief whether it is one of several, and one sentence is enough
   */
  String text(int least, int most, boolean brief) {
    if (most <= MAX_LETTERS_LENGTH) {
      return letters(Math.max(least, Math.min(most, 1)));
    }
    var text = new StringBuilder();
    if (most < MIN_SENTENCE_LENGTH) {
      phrase(text, Math.max(least, Math.min(most, 14)));
    } else {
      sentences(text, least, brief ? 1 : draw.between(1, 3));
    }
    return fit(text.toString(), least, most);
  }

  /** As many letters, without a sense. */
  String letters(int count) {
    var letters = new StringBuilder();
    while (letters.length() < count) {
      letters.append(Vocabulary.noun(draw));
    }
    return letters.substring(0, count);
  }

  private void phrase(StringBuilder text, int length) {
    text.append(Vocabulary.capitalized(Vocabulary.adjective(draw)));
    text.append(' ').append(topic());
    while (text.length() < length) {
      text.append(' ').append(Vocabulary.noun(draw));
    }
  }

  private void sentences(StringBuilder text, int least, int count) {
    for (int i = 0; i < count || text.length() < least; i++) {
      if (i > 0) {
        text.append(' ');
      }
      text.append(sentence());
    }
  }

  private String sentence() {
    String sentence = Vocabulary.sentence(draw);
    while (sentence.contains("{")) {
      sentence = sentence.replaceFirst("\\{t}", Matcher.quoteReplacement(topic()));
      sentence = sentence.replaceFirst("\\{n}", Vocabulary.noun(draw));
      sentence = sentence.replaceFirst("\\{a}", Vocabulary.adjective(draw));
    }
    return Vocabulary.capitalized(sentence);
  }

  private String topic() {
    return topics.isEmpty() ? Vocabulary.noun(draw) : draw.oneOf(topics);
  }

  private String fit(String text, int least, int most) {
    if (JsonNodes.length(text) <= most) {
      return text;
    }
    String cut = text.substring(0, text.offsetByCodePoints(0, most));
    int space = cut.lastIndexOf(' ');
    String whole = space > 0 ? cut.substring(0, space) : cut;
    if (JsonNodes.length(whole) >= Math.max(least, 1)) {
      return whole;
    }
    return cut.endsWith(" ") ? cut.substring(0, cut.length() - 1) + "s" : cut;
  }
}
