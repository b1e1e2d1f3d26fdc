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

/**
 * Tests adversarial texts in small chunks: reading allocates memory in proportion to the length.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileStreamTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int CHUNK_LENGTH = 4;
  private static final int FIXED_BYTES = 300_000;

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
  void allocatesLinearMemory(String unit) {
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
  void readsAMillionBrackets() {
    for (Strictness strictness : Strictness.values()) {
      requireCompletes("Category", strictness, "[".repeat(1_000_000));
      requireCompletes("Category", strictness, "{\"children\":[".repeat(100_000));
    }
  }

  @Test
  void readsAStringOfTenMillionCharacters() {
    for (Strictness strictness : Strictness.values()) {
      IncrementalDecoder<?> decoder =
          requireCompletes("Note", strictness, "{\"text\":\"" + "x".repeat(10_000_000) + "\"}");

      assertThat(decoder.snapshot().text("$.text")).hasSize(10_000_000);
    }
  }

  @Test
  void readsAKeyOfAMillionCharacters() {
    for (Strictness strictness : Strictness.values()) {
      requireCompletes("Note", strictness, "{\"" + "k".repeat(1_000_000) + "\":1,\"text\":\"a\"}");
      requireCompletes("Note", strictness, "{" + "k".repeat(1_000_000) + ":1}");
    }
  }

  @Test
  void hidesANumberOfTenThousandDigits() {
    for (Strictness strictness : Strictness.values()) {
      String digits = "7".repeat(10_000);
      var decoder =
          requireCompletes("Balance", strictness, "{\"profit\":" + digits + ",\"year\":1}");

      assertThat(decoder.snapshot().json()).doesNotContain("777");
    }
  }

  @Test
  void readsAMegabyteBeforeTheDiscriminator() {
    for (Strictness strictness : Strictness.values()) {
      String text = "{\"value\":{\"text\":\"" + "x".repeat(1_000_000) + "\",\"to\":\"me\",";
      IncrementalDecoder<?> decoder = requireCompletes("Action", strictness, text);
      assertThat(decoder.snapshot().json()).isEqualTo("{}");

      decoder.feed("\"type\":\"Send\",\"attachments\":[");

      assertThat(decoder.snapshot().text("$.value.text")).hasSize(1_000_000);
      assertThat(decoder.snapshot().text("$.value.to")).hasToString("me");
    }
  }

  private static IncrementalDecoder<?> requireCompletes(
      String type, Strictness strictness, String text) {
    IncrementalDecoder<?> decoder = CorpusType.named(type).schema().incremental(strictness);
    feed(decoder, text);
    return decoder;
  }

  private static void requireLinear(String type, Strictness strictness, IntFunction<String> text) {
    Schema<?> schema = CorpusType.named(type).schema();
    long once = bytes(schema, strictness, text.apply(20_000));
    long twice = bytes(schema, strictness, text.apply(40_000));

    assertThat(twice).as(type).isLessThan(2 * once + FIXED_BYTES);
  }

  private static long bytes(Schema<?> schema, Strictness strictness, String text) {
    IncrementalDecoder<?> decoder = schema.incremental(strictness);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    feed(decoder, text);
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  // The chunk is overwritten after each call, so the decoder cannot keep a reference to it.
  private static void feed(IncrementalDecoder<?> decoder, String text) {
    var chunk = new char[CHUNK_LENGTH];
    for (int i = 0; i < text.length(); i += CHUNK_LENGTH) {
      int length = Math.min(CHUNK_LENGTH, text.length() - i);
      text.getChars(i, i + length, chunk, 0);
      decoder.feed(chunk, 0, length);
      Arrays.fill(chunk, '\u0007');
      decoder.snapshot();
    }
  }
}
