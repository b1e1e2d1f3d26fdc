package org.atomicagents.internal.schema.repair;

import java.util.List;
import java.util.Set;

/** The words of comments that announce omitted parts or another value, in lower case. */
final class OmissionWords {
  private static final List<String> STEMS =
      List.of(
          "omit",
          "omission",
          "truncat",
          "abbrev",
          "abridg",
          "shorten",
          "elided",
          "snip",
          "skipp",
          "remain",
          "brevity",
          "etc",
          "usw",
          "ausgelassen",
          "gekürzt",
          "restlich",
          "weitere",
          "omis",
          "abrég",
          "omitid",
          "restante",
          "tronqu",
          "unfinished",
          "incomplete",
          "остальн",
          "далее",
          "إلخ",
          "وغير");
  private static final List<String> PHRASES =
      List.of(
          "...",
          "…",
          "so on",
          "so forth",
          "so weiter",
          "left out",
          "cut off",
          "ainsi de suite",
          "así sucesivamente",
          "и т.",
          "等等",
          "省略",
          "其余",
          "其他",
          "以下",
          "など",
          "他にも",
          "생략",
          "기타");
  // These can also describe a part, so that they count only where parts have no names.
  private static final Set<String> PLURAL_WORDS =
      Set.of(
          "more",
          "other",
          "others",
          "rest",
          "additional",
          "further",
          "continue",
          "continues",
          "continued",
          "similar",
          "similarly",
          "repeat",
          "repeats",
          "likewise",
          "until",
          "through",
          "mehr",
          "andere",
          "autres",
          "suite",
          "más",
          "otros",
          "otras",
          "resto",
          "altri",
          "altre",
          "mais",
          "outros");
  private static final List<String> PART_STEMS =
      List.of(
          "field",
          "key",
          "propert",
          "entr",
          "item",
          "element",
          "value",
          "attribute",
          "row",
          "record",
          "line",
          "felder",
          "einträge",
          "champ",
          "campo");
  private static final Set<String> REMINDERS = Set.of("todo", "fixme", "tbd");
  private static final List<String> UNFINISHED_STEMS =
      List.of("complet", "add", "fill", "finish", "continu", "extend", "insert");
  private static final Set<String> ALTERNATIVES = Set.of("or", "oder", "ou", "o", "или");

  private static final List<String> ALTERNATIVE_PHRASES = List.of("或", "または", "또는");

  private OmissionWords() {}

  /** Returns whether a text announces omitted parts, unfinished work or an alternative value. */
  static boolean announceOmission(String text) {
    if (containsAny(text, PHRASES) || containsAny(text, ALTERNATIVE_PHRASES)) {
      return true;
    }
    // Most texts are values without quotes, so that nothing is allocated before the first word.
    int start = nextWord(text, 0);
    boolean isFirst = true;
    boolean hasPlural = false;
    boolean hasPart = false;
    boolean isReminder = false;
    boolean isUnfinished = false;
    while (start < text.length()) {
      int end = wordEnd(text, start);
      String word = text.substring(start, end);
      if (startsWithAny(word, STEMS) || (isFirst && ALTERNATIVES.contains(word))) {
        return true;
      }
      hasPlural |= PLURAL_WORDS.contains(word);
      hasPart |= startsWithAny(word, PART_STEMS);
      isReminder |= REMINDERS.contains(word);
      isUnfinished |= startsWithAny(word, UNFINISHED_STEMS);
      isFirst &= REMINDERS.contains(word);
      start = nextWord(text, end);
    }
    return (hasPlural && hasPart) || (isReminder && isUnfinished);
  }

  /** Returns whether a text has a word for several others, such as "more". */
  static boolean havePlural(String text) {
    int start = nextWord(text, 0);
    while (start < text.length()) {
      int end = wordEnd(text, start);
      if (PLURAL_WORDS.contains(text.substring(start, end))) {
        return true;
      }
      start = nextWord(text, end);
    }
    return false;
  }

  private static boolean containsAny(String text, List<String> phrases) {
    for (String phrase : phrases) {
      if (text.contains(phrase)) {
        return true;
      }
    }
    return false;
  }

  private static boolean startsWithAny(String word, List<String> stems) {
    for (String stem : stems) {
      if (word.startsWith(stem)) {
        return true;
      }
    }
    return false;
  }

  private static int nextWord(String text, int from) {
    int i = from;
    while (i < text.length() && !isWordPart(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static int wordEnd(String text, int start) {
    int i = start;
    while (i < text.length() && isWordPart(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isWordPart(char c) {
    return Character.isLetter(c)
        || switch (Character.getType(c)) {
          case Character.NON_SPACING_MARK,
              Character.COMBINING_SPACING_MARK,
              Character.ENCLOSING_MARK ->
              true;
          default -> false;
        };
  }
}
