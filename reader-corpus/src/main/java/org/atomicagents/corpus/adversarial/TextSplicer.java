package org.atomicagents.corpus.adversarial;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.testing.internal.generate.SeededRandom;

/** Joins and damages texts at random; the truth of the result is not known. */
final class TextSplicer {
  private static final List<String> MARKS =
      List.of(
          "\"", "'", ",", ":", "{", "}", "[", "]", "\\", "\n", "#", "//", "/*", "*/", "-", "...");

  private TextSplicer() {}

  /** Returns a text made of two others, or one with small damages. */
  static ModelOutput splice(ModelOutput one, ModelOutput two, SeededRandom random) {
    String text =
        switch (random.between(0, 4)) {
          case 0 -> head(one.text(), random) + tail(two.text(), random);
          case 1 -> withoutLine(one.text(), random);
          case 2 -> withMark(one.text(), random);
          case 3 -> withoutMark(one.text(), random);
          default -> withRepeatedPart(one.text(), random);
        };
    var labels = new ArrayList<>(one.labels());
    labels.add("spliced");
    return new ModelOutput(
        one.type(), text, one.finishReason(), TruthEffect.UNKNOWN, List.of(), labels, 0);
  }

  private static String head(String text, SeededRandom random) {
    return text.substring(0, random.between(0, text.length()));
  }

  private static String tail(String text, SeededRandom random) {
    return text.substring(random.between(0, text.length()));
  }

  private static String withoutLine(String text, SeededRandom random) {
    var lines = new ArrayList<>(text.lines().toList());
    if (!lines.isEmpty()) {
      lines.remove(random.between(0, lines.size() - 1));
    }
    return String.join("\n", lines);
  }

  private static String withMark(String text, SeededRandom random) {
    int at = random.between(0, text.length());
    return text.substring(0, at) + random.oneOf(MARKS) + text.substring(at);
  }

  private static String withoutMark(String text, SeededRandom random) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < text.length(); i++) {
      if ("\"',:{}[]\\".indexOf(text.charAt(i)) >= 0) {
        places.add(i);
      }
    }
    if (places.isEmpty()) {
      return text;
    }
    int at = random.oneOf(places);
    return text.substring(0, at) + text.substring(at + 1);
  }

  private static String withRepeatedPart(String text, SeededRandom random) {
    int start = random.between(0, text.length());
    int end = random.between(start, text.length());
    return text.substring(0, end) + text.substring(start);
  }
}
