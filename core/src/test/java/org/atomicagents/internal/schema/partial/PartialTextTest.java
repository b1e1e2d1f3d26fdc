package org.atomicagents.internal.schema.partial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.IncrementalDecoder;
import org.atomicagents.schema.PartState;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Snapshot;
import org.atomicagents.schema.Strictness;
import org.junit.jupiter.api.Test;

/** Tests of growing texts with characters of all kinds, split at any place. */
class PartialTextTest {
  private static final int ROUNDS = 2_000;
  private static final String[] PARTS = {
    "a", "plain text ", "\u00e9\u00ff", "\u0100", "\ud83d\ude00"
  };

  @Description("A note")
  record Note(String text) {}

  @Test
  void snapshotsKeepTheirCharactersWhileTheTextGrows() {
    long seed = System.nanoTime();
    for (int round = 0; round < ROUNDS; round++) {
      var random = new Random(seed + round);
      String all = text(random);
      var text = new PartialText();
      List<PartialText.Prefix> prefixes = new ArrayList<>();
      char[] source = all.toCharArray();
      for (int from = 0; from < source.length; ) {
        int to = from + 1 + random.nextInt(source.length - from);
        text.append(source, from, to);
        prefixes.add(text.visible());
        from = to;
      }

      String description = "seed " + (seed + round);
      assertThat(text.all().toString()).as(description).isEqualTo(all);
      for (PartialText.Prefix prefix : prefixes) {
        String expected = all.substring(0, prefix.length());
        assertThat(prefix.toString()).as(description).isEqualTo(expected);
        assertThat(prefix.view().toString()).as(description).isEqualTo(expected);
        int middle = expected.length() / 2;
        assertThat(prefix.view().subSequence(middle, expected.length()).toString())
            .as(description)
            .isEqualTo(expected.substring(middle));
        assertThat(expected).as(description).doesNotMatch("(?s).*[\ud800-\udbff]");
      }
    }
  }

  @Test
  void decodesTextsWhoseEscapesAreSplit() {
    long seed = System.nanoTime();
    for (int round = 0; round < ROUNDS; round++) {
      var random = new Random(seed + round);
      String all = text(random);
      String json = "{\"text\":\"" + escaped(all, random) + "\"}";
      IncrementalDecoder<Note> decoder = Schema.of(Note.class).incremental(Strictness.STRICT);
      List<Snapshot<Note>> snapshots = new ArrayList<>();
      for (int from = 0; from < json.length(); ) {
        int to = from + 1 + random.nextInt(Math.min(5, json.length() - from));
        decoder.feed(json.substring(from, to));
        snapshots.add(decoder.snapshot());
        from = to;
      }

      String description = "seed " + (seed + round);
      assertThat(snapshots.getLast().value()).as(description).isEqualTo(new Note(all));
      for (Snapshot<Note> snapshot : snapshots) {
        if (snapshot.state("$.text") != PartState.PENDING) {
          assertThat(all).as(description).startsWith(snapshot.text("$.text"));
        }
      }
    }
  }

  private static String text(Random random) {
    // The first characters are Latin-1 in half of the texts.
    int kinds = random.nextBoolean() ? 3 : PARTS.length;
    var text = new StringBuilder(PARTS[random.nextInt(3)]);
    for (int i = random.nextInt(40); i > 0; i--) {
      text.append(PARTS[random.nextInt(kinds)]);
    }
    return text.toString();
  }

  private static String escaped(String text, Random random) {
    var escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      escaped.append(
          random.nextInt(4) == 0
              ? "\\u%04x".formatted((int) character)
              : String.valueOf(character));
    }
    return escaped.toString();
  }
}
