package org.atomicagents.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.atomicagents.testing.internal.generate.SeededRandom;

/** Splits a text into chunks, between any two {@code char}s. */
final class TextSplits {
  private static final int RANDOM = 10;

  private TextSplits() {}

  /** Returns the complete text, all splits into two, single characters, and random splits. */
  static Stream<List<String>> of(String text, SeededRandom random) {
    Stream<List<String>> inTwo =
        IntStream.range(1, text.length())
            .mapToObj(i -> List.of(text.substring(0, i), text.substring(i)));
    Stream<List<String>> byChance = Stream.generate(() -> drawn(text, random)).limit(RANDOM);
    Stream<List<String>> others = Stream.of(List.of(text), single(text));
    return Stream.of(inTwo, byChance, others).flatMap(splits -> splits);
  }

  /** Returns the single characters of a text. */
  static List<String> single(String text) {
    return text.chars().mapToObj(Character::toString).toList();
  }

  private static List<String> drawn(String text, SeededRandom random) {
    var chunks = new ArrayList<String>();
    int maxLength = random.between(1, 1 + text.length() / 2);
    for (int i = 0; i < text.length(); ) {
      int end = Math.min(text.length(), i + random.between(0, maxLength));
      chunks.add(text.substring(i, end));
      i = end;
    }
    return chunks;
  }
}
