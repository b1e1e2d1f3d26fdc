package org.atomicagents.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RepetitionDetectorTest {
  private static final long SEED = 20_261_129;

  @Test
  void detectsARepeatedSentence() {
    String text = "The answer is: " + "I am sorry, I cannot help with that. ".repeat(60);

    String unit = detect(text, 5);

    assertThat(unit).hasSize("I am sorry, I cannot help with that. ".length());
    assertThat(firstDetection(text)).isLessThan(1_500);
  }

  @Test
  void detectsALongUnitAfterOtherText() {
    var random = new Random(SEED);
    String unit = words(random, 60);
    String text = words(random, 500) + "\n" + unit.repeat(40);

    assertThat(detect(text, 7)).hasSize(unit.length());
  }

  @Test
  void detectsRepeatedItemsOfALateList() {
    String item = "{\"name\": \"apple\", \"count\": 1}, ";

    assertThat(detect("[" + item.repeat(600), 3)).isNotNull();
    assertThat(detect("[" + item.repeat(490), 3)).isNull();
  }

  @Test
  void detectsWhiteSpaceWithoutEnd() {
    assertThat(detect("{\"a\": 1" + " \n".repeat(1_000), 4)).isEqualTo(" ");
    assertThat(detect("{\"a\": 1" + " \n".repeat(990), 4)).isNull();
    assertThat(detect("{\"a\": \"x" + "\\n".repeat(1_000), 4)).isEqualTo(" ");
    assertThat(detect("{\"a\": \"x" + "\\\\".repeat(1_000), 4)).isEqualTo(" ");
    assertThat(detect("{\"a\": \"x" + "\\nn".repeat(1_000), 4)).isNull();
  }

  @Test
  void acceptsRepeatedTextWithinAValue() {
    String line = "I must not talk in class. ";
    String verse = "Row, row, row your boat,\\ngently down the stream.\\n";

    assertThat(detect("{\"text\": \"" + line.repeat(100) + "\"}", 7)).isNull();
    assertThat(detect("{\"a\": \"\\\"\", \"b\": [\"x\", \"" + verse.repeat(60), 7)).isNull();
    assertThat(detect("{\"rows\": \"" + "Berlin, 12, sunny\\n".repeat(300), 7)).isNull();
    assertThat(detect("{\"text\": \"" + line.repeat(600), 7)).isNotNull();
    assertThat(detect("{\"text\": \"a\"}\n" + line.repeat(100), 7)).isNotNull();
  }

  @Test
  void acceptsTablesOfEqualRows() {
    String cell = "{\"type\": \"empty\", \"value\": 0}, ";

    assertThat(detect("{\"cells\": [" + cell.repeat(400), 9)).isNull();
    assertThat(detect("1.00 0.25 0.50 0.75\n".repeat(250), 9)).isNull();
    assertThat(detect("2026-11-30 12:00:00\t0.5\t17\n".repeat(250), 9)).isNull();
  }

  @Test
  void doesNotDependOnTheChunks() {
    String text = "x" + "the same line again\n".repeat(100);

    for (int size : new int[] {1, 2, 31, 1_000, text.length()}) {
      assertThat(detect(text, size)).as("chunks of %d", size).isNotNull();
    }
  }

  @Test
  void acceptsLegitimateText() {
    var random = new Random(SEED);
    for (int round = 0; round < 300; round++) {
      String text =
          switch (round % 8) {
            case 0 -> records(random);
            case 1 -> labels(random, 700);
            case 2 -> table(random);
            case 3 -> Base64.getEncoder().encodeToString(new byte[20_000]);
            case 4 -> mime(random);
            case 5 -> "[" + "0, ".repeat(5_000) + "1]";
            case 6 -> words(random, 3_000);
            default -> verses(random);
          };
      assertThat(detect(text, 1 + random.nextInt(40)))
          .as("seed %d, round %d", SEED, round)
          .isNull();
    }
  }

  private static @Nullable String detect(String text, int chunkSize) {
    var detector = new RepetitionDetector(new JsonStringTracker());
    for (int i = 0; i < text.length(); i += chunkSize) {
      String unit = detector.append(text.substring(i, Math.min(text.length(), i + chunkSize)));
      if (unit != null) {
        return unit;
      }
    }
    return null;
  }

  private static int firstDetection(String text) {
    var detector = new RepetitionDetector(new JsonStringTracker());
    for (int i = 0; i < text.length(); i++) {
      if (detector.append(text.substring(i, i + 1)) != null) {
        return i;
      }
    }
    return Integer.MAX_VALUE;
  }

  /** Returns similar records, which differ in a number only. */
  private static String records(Random random) {
    var text = new StringBuilder("[");
    for (int i = 0; i < 500; i++) {
      text.append("{\"id\": ").append(i).append(", \"state\": \"open\", \"note\": \"");
      text.append(random.nextInt(10) == 0 ? "checked by the team" : "").append("\"},\n");
    }
    return text.append("]").toString();
  }

  private static String labels(Random random, int equal) {
    return "{\"labels\": [" + "\"neutral\", ".repeat(equal) + "\"" + words(random, 3) + "\"]}";
  }

  private static String table(Random random) {
    var text = new StringBuilder("| name | state | count |\n|------|-------|-------|\n");
    for (int i = 0; i < 24; i++) {
      text.append("| North region | open | 0 |\n".repeat(1 + random.nextInt(8)));
      text.append("| South region ").append(i).append(" | open | 0 |\n");
    }
    return text.toString();
  }

  private static String mime(Random random) {
    var bytes = new byte[60_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i % 57 == 0 ? random.nextInt(3) : 0);
    }
    return Base64.getMimeEncoder().encodeToString(bytes);
  }

  /** Returns a text with a refrain. */
  private static String verses(Random random) {
    var text = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      text.append("Row, row, row your boat, gently down the stream. ".repeat(2));
      text.append(words(random, 8));
    }
    return text.toString();
  }

  private static String words(Random random, int count) {
    var text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      for (int j = 2 + random.nextInt(8); j > 0; j--) {
        text.append((char) ('a' + random.nextInt(26)));
      }
      text.append(' ');
    }
    return text.toString();
  }
}
