package org.atomicagents.internal.schema.repair;

import java.util.ArrayList;
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

  private OmissionWords() {}

  /** Returns whether a text announces omitted parts, unfinished work or an alternative value. */
  static boolean announceOmission(String text) {
    List<String> words = words(text);
    return PHRASES.stream().anyMatch(text::contains)
        || words.stream().anyMatch(word -> STEMS.stream().anyMatch(word::startsWith))
        || isAlternative(text, words)
        || isUnfinished(words)
        || (havePlural(text) && words.stream().anyMatch(OmissionWords::isPart));
  }

  /** Returns whether a text has a word for several others, such as "more". */
  static boolean havePlural(String text) {
    return words(text).stream().anyMatch(PLURAL_WORDS::contains);
  }

  private static boolean isAlternative(String text, List<String> words) {
    return (!words.isEmpty() && ALTERNATIVES.contains(words.getFirst()))
        || text.contains("或")
        || text.contains("または")
        || text.contains("또는");
  }

  private static boolean isUnfinished(List<String> words) {
    return words.stream().anyMatch(REMINDERS::contains)
        && words.stream().anyMatch(word -> UNFINISHED_STEMS.stream().anyMatch(word::startsWith));
  }

  private static boolean isPart(String word) {
    return PART_STEMS.stream().anyMatch(word::startsWith);
  }

  private static List<String> words(String text) {
    var words = new ArrayList<String>();
    int start = 0;
    while (start < text.length()) {
      int end = start;
      while (end < text.length() && isWordPart(text.charAt(end))) {
        end++;
      }
      if (end > start) {
        words.add(text.substring(start, end));
      }
      start = end + 1;
    }
    return words;
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
