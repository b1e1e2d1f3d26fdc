package org.atomicagents.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.atomicagents.schema.IncrementalDecoder;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that nobody writes by mistake, in small pieces: each takes memory as it is long. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileStreamTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int PIECE = 4;
  private static final int BYTES_FOR_ALL = 300_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[",
        "{",
        "{\"text\":",
        "[{\"text\":[",
        "\"",
        "'",
        "“",
        "`",
        "\\",
        "{\"",
        "{a:",
        "]",
        "}",
        ",",
        ":",
        "/*",
        "//",
        "#",
        "```",
        "<think>",
        "</think>",
        "<",
        "{}",
        "[],",
        "\"a\" ",
        "a ",
        "1 ",
        "1,",
        "-",
        "{\"text\":\"a\"}",
        "{\"text\":\"",
        "\u0000",
        "\uD800",
        "\uDC00",
        " ",
        "\n",
        "\"\"",
        "'' ",
        "\", \"a",
        "\" ,,",
        "\"/*\"",
        "don't ",
        "\\u",
        "\\ud83d",
        "\"a\":",
        "\"a\":1,"
      })
  void takesMemoryAsItIsLong(String unit) {
    IntFunction<String> repeated = length -> unit.repeat(length / unit.length());

    for (Strictness strictness : Strictness.values()) {
      requireLinear("Note", strictness, repeated);
      requireLinear("Note", strictness, length -> "{\"text\":\"" + repeated.apply(length));
      requireLinear("List<String>", strictness, length -> "{\"items\":[" + repeated.apply(length));
      requireLinear(
          "Plan", strictness, length -> "{\"steps\":[{\"text\":" + repeated.apply(length));
    }
  }

  @Test
  void millionsOfBrackets() {
    for (Strictness strictness : Strictness.values()) {
      requireEnds("Category", strictness, "[".repeat(1_000_000));
      requireEnds("Category", strictness, "{\"children\":[".repeat(100_000));
    }
  }

  @Test
  void aTextOfTenMillionCharacters() {
    for (Strictness strictness : Strictness.values()) {
      IncrementalDecoder<?> decoder =
          requireEnds("Note", strictness, "{\"text\":\"" + "x".repeat(10_000_000) + "\"}");

      assertThat(decoder.snapshot().text("$.text")).hasSize(10_000_000);
    }
  }

  @Test
  void aKeyOfAMillionCharacters() {
    for (Strictness strictness : Strictness.values()) {
      requireEnds("Note", strictness, "{\"" + "k".repeat(1_000_000) + "\":1,\"text\":\"a\"}");
      requireEnds("Note", strictness, "{" + "k".repeat(1_000_000) + ":1}");
    }
  }

  @Test
  void aNumberOfTenThousandDigits() {
    for (Strictness strictness : Strictness.values()) {
      String digits = "7".repeat(10_000);
      var decoder = requireEnds("Balance", strictness, "{\"profit\":" + digits + ",\"year\":1}");

      assertThat(decoder.snapshot().json()).doesNotContain("777");
    }
  }

  @Test
  void aMegabyteBeforeItIsKnownWhichTypeItIs() {
    for (Strictness strictness : Strictness.values()) {
      String text = "{\"value\":{\"text\":\"" + "x".repeat(1_000_000) + "\",\"to\":\"me\",";
      IncrementalDecoder<?> decoder = requireEnds("Action", strictness, text);
      assertThat(decoder.snapshot().json()).isEqualTo("{}");

      decoder.feed("\"type\":\"Send\",\"attachments\":[");

      assertThat(decoder.snapshot().text("$.value.text")).hasSize(1_000_000);
      assertThat(decoder.snapshot().text("$.value.to")).hasToString("me");
    }
  }

  private static IncrementalDecoder<?> requireEnds(
      String type, Strictness strictness, String text) {
    IncrementalDecoder<?> decoder = CorpusType.named(type).schema().incremental(strictness);
    feed(decoder, text);
    return decoder;
  }

  private static void requireLinear(String type, Strictness strictness, IntFunction<String> text) {
    Schema<?> schema = CorpusType.named(type).schema();
    long once = bytes(schema, strictness, text.apply(20_000));
    long twice = bytes(schema, strictness, text.apply(40_000));

    assertThat(twice).as(type).isLessThan(2 * once + BYTES_FOR_ALL);
  }

  private static long bytes(Schema<?> schema, Strictness strictness, String text) {
    IncrementalDecoder<?> decoder = schema.incremental(strictness);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    feed(decoder, text);
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  // What was read is wiped: nothing of it can be read again.
  private static void feed(IncrementalDecoder<?> decoder, String text) {
    var piece = new char[PIECE];
    for (int i = 0; i < text.length(); i += PIECE) {
      int length = Math.min(PIECE, text.length() - i);
      text.getChars(i, i + length, piece, 0);
      decoder.feed(piece, 0, length);
      Arrays.fill(piece, '\u0007');
      decoder.snapshot();
    }
  }
}
