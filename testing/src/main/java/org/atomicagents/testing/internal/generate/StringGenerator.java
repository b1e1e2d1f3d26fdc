package org.atomicagents.testing.internal.generate;

import java.util.ArrayList;
import java.util.List;

/** Generates strings: by pattern, by format, or prose. */
final class StringGenerator {
  private static final int MAX_TRIES = 60;
  private static final int[] REPETITIONS = {4, 1, 12, 40, 150};

  private final SeededRandom random;
  private final ProseGenerator prose;

  StringGenerator(SeededRandom random, ProseGenerator prose) {
    this.random = random;
    this.prose = prose;
  }

  String generate(MergedSchema schema) {
    int minLength = schema.lowerLimit("minLength");
    int maxLength = schema.upperLimit("maxLength");
    if (minLength > maxLength) {
      throw new UnsatisfiableSchemaException(
          schema.path(), "minLength " + minLength + " is above maxLength " + maxLength);
    }
    List<RegexKeyword> patterns =
        schema.keywordStrings("pattern").stream().map(RegexKeyword::of).toList();
    List<String> formats =
        schema.keywordStrings("format").stream().filter(FormatGenerator::isKnown).toList();
    if (patterns.isEmpty() && formats.isEmpty()) {
      return prose.text(minLength, maxLength, schema.path().endsWith("/*"));
    }
    for (int i = 0; i < MAX_TRIES; i++) {
      String text =
          formats.isEmpty() || (i % 4 == 3 && !patterns.isEmpty())
              ? generateByPattern(patterns, minLength, maxLength, i)
              : FormatGenerator.example(random.oneOf(formats), random);
      int length = JsonNodes.length(text);
      if (length >= minLength
          && length <= maxLength
          && patterns.stream().allMatch(pattern -> pattern.matches(text))) {
        return text;
      }
    }
    throw new UnsatisfiableSchemaException(
        schema.path(), "no text found for " + describe(patterns, formats, minLength, maxLength));
  }

  /** Returns a text that starts with an example of one pattern and may end with another one. */
  private String generateByPattern(
      List<RegexKeyword> patterns, int minLength, int maxLength, int attempt) {
    int repetitions =
        attempt % 2 == 1 && maxLength < 10_000
            ? Math.max(1, random.between(minLength, maxLength))
            : Math.max(REPETITIONS[attempt % REPETITIONS.length], attempt > 9 ? minLength : 0);
    String first = random.oneOf(patterns).example(random, repetitions);
    String last = attempt % 3 == 2 ? random.oneOf(patterns).example(random, 1) : "";
    int missing = Math.max(0, minLength - JsonNodes.length(first) - JsonNodes.length(last));
    // An unanchored pattern allows more text around its match.
    String padding = attempt % 3 == 0 ? "" : prose.letters(missing);
    return attempt % 2 == 0 || !last.isEmpty() ? first + padding + last : padding + first;
  }

  private static String describe(
      List<RegexKeyword> patterns, List<String> formats, int minLength, int maxLength) {
    var constraints = new ArrayList<String>();
    patterns.forEach(pattern -> constraints.add("the pattern \"" + pattern.source() + "\""));
    formats.forEach(format -> constraints.add("the format " + format));
    if (minLength > 0) {
      constraints.add("minLength " + minLength);
    }
    if (maxLength < Integer.MAX_VALUE) {
      constraints.add("maxLength " + maxLength);
    }
    return String.join(" and ", constraints);
  }
}
