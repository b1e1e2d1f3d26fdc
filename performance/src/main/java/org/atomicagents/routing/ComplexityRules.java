package org.atomicagents.routing;

import java.lang.Character.UnicodeScript;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rules that estimate the complexity of a task from its text: keywords, and the number of words.
 *
 * <p>Source of the default rules: the performance guide of Atomic Agents for Python, "Model
 * Selection Strategy". Keywords are found as whole words in any case: "redesigned" does not contain
 * the keyword "design". Words are separated by white space; each character of a script without
 * separators, such as Chinese, counts as a word and may begin or end a keyword anywhere.
 *
 * <p>Immutable; the {@code with} methods return copies.
 *
 * @param keywords the words or phrases that make a task complex, in lower case
 * @param mediumWords the number of words above which a task is of medium complexity
 * @param complexWords the number of words above which a task is complex
 */
public record ComplexityRules(List<String> keywords, int mediumWords, int complexWords) {
  private static final ComplexityRules DEFAULTS =
      new ComplexityRules(
          List.of("analyze", "compare", "synthesize", "evaluate", "design"), 30, 100);

  public ComplexityRules {
    keywords = keywords.stream().map(ComplexityRules::keyword).toList();
    if (mediumWords < 0) {
      throw new IllegalArgumentException("mediumWords: expected 0 or more, found " + mediumWords);
    }
    if (complexWords < mediumWords) {
      throw new IllegalArgumentException(
          "complexWords: expected mediumWords (%d) or more, found %d"
              .formatted(mediumWords, complexWords));
    }
  }

  /**
   * Returns the rules of the guide: more than 100 words or one of the keywords analyze, compare,
   * synthesize, evaluate and design are complex, more than 30 words are medium.
   */
  public static ComplexityRules ofDefaults() {
    return DEFAULTS;
  }

  /**
   * Returns a copy with other keywords, such as those of another language.
   *
   * @throws IllegalArgumentException if a keyword is blank
   */
  public ComplexityRules withKeywords(Collection<String> words) {
    return new ComplexityRules(List.copyOf(words), mediumWords, complexWords);
  }

  /**
   * Returns a copy with other numbers of words.
   *
   * @param medium the number of words above which a task is of medium complexity
   * @param complex the number of words above which a task is complex
   * @throws IllegalArgumentException if a number is negative, or {@code complex} is less than
   *     {@code medium}
   */
  public ComplexityRules withWords(int medium, int complex) {
    return new ComplexityRules(keywords, medium, complex);
  }

  /** Returns the complexity of a text. */
  public TaskComplexity classify(String text) {
    return estimate(text).complexity();
  }

  /** A complexity and its reason. */
  record Estimate(TaskComplexity complexity, String reason) {}

  Estimate estimate(String text) {
    String keyword = findKeyword(Objects.requireNonNull(text, "text"));
    if (keyword != null) {
      return new Estimate(TaskComplexity.COMPLEX, "keyword \"" + keyword + "\"");
    }
    int words = countWords(text);
    TaskComplexity complexity =
        words > complexWords
            ? TaskComplexity.COMPLEX
            : words > mediumWords ? TaskComplexity.MEDIUM : TaskComplexity.SIMPLE;
    return new Estimate(complexity, words + (words == 1 ? " word" : " words"));
  }

  private @Nullable String findKeyword(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (String keyword : keywords) {
      if (contains(lower, keyword)) {
        return keyword;
      }
    }
    return null;
  }

  private static boolean contains(String text, String keyword) {
    int start = text.indexOf(keyword);
    while (start >= 0) {
      int end = start + keyword.length();
      boolean isWord =
          isBoundary(text, start, keyword.codePointAt(0))
              && isBoundary(text, end, keyword.codePointBefore(keyword.length()));
      if (isWord) {
        return true;
      }
      start = text.indexOf(keyword, start + 1);
    }
    return false;
  }

  /**
   * Returns whether a word can begin or end at a position.
   *
   * @param edge the character of the keyword at this position
   */
  private static boolean isBoundary(String text, int position, int edge) {
    return position == 0
        || position == text.length()
        || isUnseparated(edge)
        || !isWordPart(text.codePointBefore(position))
        || !isWordPart(text.codePointAt(position));
  }

  private static boolean isWordPart(int character) {
    return Character.isLetterOrDigit(character)
        || Character.getType(character) == Character.NON_SPACING_MARK;
  }

  /** Returns the number of words of a text. */
  static int countWords(String text) {
    int words = 0;
    boolean isInWord = false;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int character = text.codePointAt(i);
      boolean isSeparator = Character.isWhitespace(character) || Character.isSpaceChar(character);
      if (isUnseparated(character)) {
        words++;
        isInWord = false;
      } else {
        words += !isSeparator && !isInWord ? 1 : 0;
        isInWord = !isSeparator;
      }
    }
    return words;
  }

  private static boolean isUnseparated(int character) {
    if (character < 0x0E00) {
      return false;
    }
    return switch (UnicodeScript.of(character)) {
      case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
      default -> false;
    };
  }

  private static String keyword(String word) {
    if (word.isBlank()) {
      throw new IllegalArgumentException("keywords: expected words, found a blank text");
    }
    return word.strip().toLowerCase(Locale.ROOT);
  }
}
