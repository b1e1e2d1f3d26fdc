package org.atomicagents.testing.internal;

import java.util.Iterator;
import java.util.Set;

/** Draws strings: by pattern, by format, or in words. */
final class Texts {
  private static final int[] REPETITIONS = {4, 1, 12, 40, 150};

  private final Draw draw;
  private final Prose prose;

  Texts(Draw draw, Prose prose) {
    this.draw = draw;
    this.prose = prose;
  }

  String draw(Conjunction all, int attempt) {
    int least = all.least("minLength");
    int most = all.most("maxLength");
    if (least > most) {
      throw new UnsatisfiableException(
          all.path(), "minLength " + least + " is above maxLength " + most);
    }
    Set<String> patterns = all.words("pattern");
    if (!patterns.isEmpty()) {
      return byPattern(patterns, least, most, attempt);
    }
    for (String format : all.words("format")) {
      var example = Formats.example(format, draw);
      if (example.isPresent()) {
        return example.get();
      }
    }
    return prose.text(least, most, all.path().endsWith("/*"));
  }

  private String byPattern(Set<String> patterns, int least, int most, int attempt) {
    Iterator<String> each = patterns.iterator();
    String chosen = each.next();
    for (int i = attempt % patterns.size(); i > 0; i--) {
      chosen = each.next();
    }
    Patterns pattern = Patterns.of(chosen);
    String text = pattern.example(draw, REPETITIONS[attempt % REPETITIONS.length]);
    // Where the pattern is bound to neither end, more may stand around its match.
    int missing = least - Json.length(text);
    if (missing > 0 && attempt % 2 == 0) {
      String more = prose.letters(missing);
      return pattern.matches(text + more) ? text + more : more + text;
    }
    return Json.length(text) > most && attempt % 3 == 2
        ? text.substring(0, text.offsetByCodePoints(0, most))
        : text;
  }
}
