package org.atomicagents.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.atomicagents.testing.internal.generate.SeededRandom;

/** Ways to cut a text into pieces; between any two {@code char}s. */
final class TextSplits {
  private static final int RANDOM = 10;

  private TextSplits() {}

  /** Whole, in two at every place, character by character, and some ways by chance. */
  static Stream<List<String>> of(String text, SeededRandom draw) {
    Stream<List<String>> inTwo =
        IntStream.range(1, text.length())
            .mapToObj(i -> List.of(text.substring(0, i), text.substring(i)));
    Stream<List<String>> byChance = Stream.generate(() -> drawn(text, draw)).limit(RANDOM);
    Stream<List<String>> others = Stream.of(List.of(text), single(text));
    return Stream.of(inTwo, byChance, others).flatMap(each -> each);
  }

  /** Character by character. */
  static List<String> single(String text) {
    return text.chars().mapToObj(Character::toString).toList();
  }

  private static List<String> drawn(String text, SeededRandom draw) {
    var pieces = new ArrayList<String>();
    int longest = draw.between(1, 1 + text.length() / 2);
    for (int i = 0; i < text.length(); ) {
      int end = Math.min(text.length(), i + draw.between(0, longest));
      pieces.add(text.substring(i, end));
      i = end;
    }
    return pieces;
  }
}
