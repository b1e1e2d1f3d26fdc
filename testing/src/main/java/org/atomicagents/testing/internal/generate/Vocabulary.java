package org.atomicagents.testing.internal.generate;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The words and sentence templates of generated texts. */
final class Vocabulary {
  private static final List<String> NOUNS =
      List.of(
          "light",
          "water",
          "order",
          "detail",
          "measure",
          "season",
          "pattern",
          "signal",
          "balance",
          "market",
          "garden",
          "window",
          "reason",
          "system",
          "river",
          "letter",
          "history",
          "method",
          "question",
          "example",
          "journey",
          "material",
          "number",
          "weather",
          "language",
          "machine",
          "harbour",
          "colour",
          "surface",
          "distance",
          "energy",
          "habit",
          "picture",
          "plan");
  private static final List<String> ADJECTIVES =
      List.of(
          "clear", "small", "steady", "early", "simple", "quiet", "careful", "broad", "useful",
          "common", "recent", "gentle", "bright", "direct", "modest", "typical", "visible", "warm");
  private static final List<String> SENTENCES =
      List.of(
          "{t} depends on {n} and {n}, and less on {n}.",
          "the {a} part of {t} is the {n} behind it.",
          "{n} and {n} shape {t} in {a} ways.",
          "look at {t} closely, and the {n} becomes {a}.",
          "most accounts of {t} begin with a {a} {n}.",
          "in short, {t} follows the {a} {n}.",
          "there is a {a} link between {t} and {n}.",
          "with a {a} {n}, {t} is easier to explain.",
          "people often compare {t} with a {a} {n}.",
          "what matters for {t} is the {n}, not the {n}.");
  private static final Set<String> COMMON =
      Set.of(
          "the", "and", "for", "are", "but", "not", "you", "your", "all", "any", "can", "was",
          "has", "have", "had", "one", "our", "out", "how", "who", "why", "what", "when", "where",
          "which", "with", "will", "would", "could", "should", "this", "that", "these", "those",
          "there", "then", "than", "from", "into", "about", "they", "them", "their", "its", "it's",
          "does", "did", "done", "please", "tell", "give", "make", "write", "show", "say", "just",
          "some", "very", "also", "let", "get", "now", "new", "use", "me", "my", "is", "be", "been",
          "were", "hello", "thanks", "yes", "true", "false", "null", "much", "many", "more",
          "most");

  private Vocabulary() {}

  static String noun(SeededRandom random) {
    return random.oneOf(NOUNS);
  }

  static String adjective(SeededRandom random) {
    return random.oneOf(ADJECTIVES);
  }

  /**
   * Returns a sentence template with placeholders for topics, nouns and adjectives: {t}, {n}, {a}.
   */
  static String sentence(SeededRandom random) {
    return random.oneOf(SENTENCES);
  }

  static boolean isCommon(String word) {
    return COMMON.contains(word);
  }

  static String capitalized(String text) {
    int end = text.offsetByCodePoints(0, 1);
    return text.substring(0, end).toUpperCase(Locale.ROOT) + text.substring(end);
  }
}
