package org.atomicagents.cli.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.atomicagents.batch.BatchItem;
import org.atomicagents.batch.JsonLinesReader;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class LineSplitterTest {
  private static final List<String> PIECES =
      List.of(
          "1", "\"a\"", "{}", "{", "\u00e4", "\u0080", "", " ", "\t", "\r", "\n", "\r\n", "\n\n");

  /** The items of all splits are those of the whole file, with the same lines and failures. */
  @Test
  void splitsHaveTheItemsOfTheFile() throws IOException {
    long seed = System.nanoTime();
    System.out.println("LineSplitterTest seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      byte[] file = file(random);
      List<String> whole = items(file, 1);
      long max = random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(12);
      List<String> expected = whole.subList(0, (int) Math.min(max, whole.size()));

      LineSplitter splitter = LineSplitter.read(new ByteArrayInputStream(file), max);

      assertThat(splitter.items()).as("seed %d, round %d", seed, round).isEqualTo(expected.size());
      int parts = 1 + random.nextInt(12);
      List<LineSplit> splits = splitter.split(parts);
      assertThat(splits).hasSizeLessThanOrEqualTo(parts);
      var found = new ArrayList<String>();
      for (LineSplit split : splits) {
        assertThat(split.firstIndex()).isEqualTo(found.size());
        byte[] part = Arrays.copyOfRange(file, (int) split.start(), (int) split.end());
        found.addAll(items(part, split.firstLine()));
      }
      assertThat(found).as("seed %d, round %d", seed, round).isEqualTo(expected);
    }
  }

  @Test
  void keepsFewPositionsOfALargeFile() throws IOException {
    byte[] file = "1\n".repeat(300_000).getBytes(StandardCharsets.US_ASCII);

    LineSplitter splitter = LineSplitter.read(new ByteArrayInputStream(file), Long.MAX_VALUE);
    List<LineSplit> splits = splitter.split(60);

    assertThat(splits).hasSize(60);
    assertThat(splits.getLast().end()).isEqualTo(file.length);
    assertThat(splits)
        .allSatisfy(
            split -> assertThat((split.end() - split.start()) / 2).isBetween(4_900L, 5_100L));
  }

  private static byte[] file(Random random) {
    var text = new StringBuilder(random.nextInt(4) == 0 ? "\ufeff" : "");
    int length = random.nextInt(40);
    for (int i = 0; i < length; i++) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0 && random.nextInt(4) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) 0xff;
    }
    return bytes;
  }

  private static List<String> items(byte[] file, long firstLine) {
    var items = new ArrayList<String>();
    try (JsonLinesReader<JsonNode> reader =
        JsonLinesReader.of(new ByteArrayInputStream(file), "in").startingAt(firstLine)) {
      Optional<BatchItem<JsonNode>> next = reader.next();
      while (next.isPresent()) {
        items.add(
            reader.line()
                + " "
                + switch (next.get()) {
                  case BatchItem.Valid<JsonNode> valid -> valid.input().toString();
                  case BatchItem.Invalid<JsonNode> invalid -> invalid.failure().getMessage();
                });
        next = reader.next();
      }
    }
    return items;
  }
}
