package org.atomicagents.testing.internal.generate;

import java.util.ArrayList;
import java.util.List;

/** Draws strings: by pattern, by format, or in words. */
final class StringGenerator {
  private static final int TRIES = 60;
  private static final int[] REPETITIONS = {4, 1, 12, 40, 150};

  private final SeededRandom draw;
  private final ProseGenerator prose;

  StringGenerator(SeededRandom draw, ProseGenerator prose) {
    this.draw = draw;
    this.prose = prose;
  }

  String draw(MergedSchema all) {
    int least = all.lowerLimit("minLength");
    int most = all.upperLimit("maxLength");
    if (least > most) {
      throw new UnsatisfiableSchemaException(
          all.path(), "minLength " + least + " is above maxLength " + most);
    }
    List<RegexKeyword> patterns =
        all.keywordStrings("pattern").stream().map(RegexKeyword::of).toList();
    List<String> formats =
        all.keywordStrings("format").stream().filter(FormatGenerator::isKnown).toList();
    if (patterns.isEmpty() && formats.isEmpty()) {
      return prose.text(least, most, all.path().endsWith("/*"));
    }
    for (int i = 0; i < TRIES; i++) {
      String text =
          formats.isEmpty() || (i % 4 == 3 && !patterns.isEmpty())
              ? byPattern(patterns, least, most, i)
              : FormatGenerator.example(draw.oneOf(formats), draw);
      int length = JsonNodes.length(text);
      if (length >= least
          && length <= most
          && patterns.stream().allMatch(pattern -> pattern.matches(text))) {
        return text;
      }
    }
    throw new UnsatisfiableSchemaException(
        all.path(), "no text found for " + describe(patterns, formats, least, most));
  }

  /** A text that starts with the match of one pattern and ends with that of another. */
  private String byPattern(List<RegexKeyword> patterns, int least, int most, int attempt) {
    int repetitions =
        attempt % 2 == 1 && most < 10_000
            ? Math.max(1, draw.between(least, most))
            : Math.max(REPETITIONS[attempt % REPETITIONS.length], attempt > 9 ? least : 0);
    String first = draw.oneOf(patterns).example(draw, repetitions);
    String last = attempt % 3 == 2 ? draw.oneOf(patterns).example(draw, 1) : "";
    int missing = Math.max(0, least - JsonNodes.length(first) - JsonNodes.length(last));
    // Where a pattern is bound to neither end, more may stand around its match.
    String more = attempt % 3 == 0 ? "" : prose.letters(missing);
    return attempt % 2 == 0 || !last.isEmpty() ? first + more + last : more + first;
  }

  private static String describe(
      List<RegexKeyword> patterns, List<String> formats, int least, int most) {
    var told = new ArrayList<String>();
    patterns.forEach(pattern -> told.add("the pattern \"" + pattern.source() + "\""));
    formats.forEach(format -> told.add("the format " + format));
    if (least > 0) {
      told.add("minLength " + least);
    }
    if (most < Integer.MAX_VALUE) {
      told.add("maxLength " + most);
    }
    return String.join(" and ", told);
  }
}
