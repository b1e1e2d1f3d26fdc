package org.atomicagents.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Strictness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests adversarial texts: reading returns a value or readable violations, and allocates memory in
 * proportion to the length of the text.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileInputTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int BYTES_PER_CHARACTER = 500;
  private static final int FIXED_BYTES = 4_000_000;
  private static final int MAX_MESSAGE_LENGTH = 2_000;
  private static final int TEN_MILLION = 10_000_000;

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
        "\\\"",
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
        "```json\n",
        "~~~",
        "<think>",
        "</think>",
        "<think></think>",
        "<",
        "{}",
        "[],",
        "\"a\" ",
        "a ",
        "1",
        "1,",
        "-",
        "{\"text\":\"a\"}",
        "{\"text\":\"",
        "{'text':'",
        "\u0000",
        "\uD800",
        "\uFFFD",
        " ",
        "\n",
        "null",
        "\"a\":",
        "/",
        "*/",
        "{text:a,",
        "\\u",
        "\"\\u00",
        "''",
        "\"\"",
        "“”",
        "{[",
        "[}",
        "[a}",
        "{a}",
        "{:",
        "{\"a\"}",
        "{\"a\":1,",
        "e",
        "1e",
        "0x",
        "$1,",
        "{\"text\": \"a\" \"b\" "
      })
  void readsRepeatedTokensWithBoundedMemory(String unit) {
    for (int length : new int[] {1_000, 200_000}) {
      String text = unit.repeat(length / unit.length());

      requireBounded("Note", text);
      requireBounded("Note", "{\"text\":" + text);
      requireBounded("Note", "{\"text\":\"" + text);
      requireBounded("Category", "{\"title\":\"a\",\"children\":" + text + "}");
      requireBounded("List<String>", "{\"items\":[" + text + "]}");
    }
  }

  @Test
  void refusesTenMillionOpeningBrackets() {
    requireRefused("Note", "[".repeat(TEN_MILLION));
  }

  @Test
  void refusesMillionsOfOpeningObjects() {
    requireRefused("Note", "{\"a\":".repeat(TEN_MILLION / 5));
  }

  @Test
  void refusesNumbersOfAHundredThousandDigits() {
    String digits = "7".repeat(100_000);

    requireRefused("Ticket", ticket(digits));
    requireRefused("Ticket", ticket("\"" + digits + "\""));
    requireRefused("Balance", balance(digits));
    requireRefused("Balance", balance("\"" + digits + "\""));
    requireRefused("Balance", balance("\"$" + digits + "\""));
    requireRefused("Balance", balance("1e" + digits));
    requireRefused("Balance", balance("\"1" + ",000".repeat(33_333) + "\""));
  }

  @Test
  void doesNotExpandLargeExponents() {
    requireRefused("Ticket", ticket("1e999999999"));
    requireRefused("Ticket", ticket("\"1e999999999\""));
    requireBounded("Balance", balance("1e999999999"));
    requireBounded("Balance", balance("\"1e999999999\""));
  }

  @Test
  void readsUnpairedSurrogates() {
    assertThat(requireBounded("Note", "{\"text\":\"a\uFFFDb\"}").value())
        .isEqualTo(new TypicalTypes.Note("a\uFFFDb"));
    requireBounded("Note", "{\"text\":\"a\uD800b\"}");
    requireBounded("Note", "{\"text\":\"\\uD800\"}");
    requireBounded("Note", "{\"text\":\"\uDC00\uD800\"}");
    requireBounded("Note", "{\"te\uD800xt\":\"a\"}");
  }

  @Test
  void readsNulCharacters() {
    requireBounded("Note", "\u0000{\"text\":\"a\u0000b\"}\u0000");
    requireRefused("Note", "\u0000".repeat(1_000));
    assertThat(requireBounded("Note", "{\"text\":\"a\\u0000b\"}").value())
        .isEqualTo(new TypicalTypes.Note("a\u0000b"));
  }

  @Test
  void refusesDuplicateKeys() {
    requireRefused("Note", "{\"text\":\"a\",\"text\":\"b\"}");
    requireRefused("Note", "{\"text\":\"a\"" + ",\"text\":\"b\"".repeat(100_000) + "}");
    requireRefused("Store", "{\"stock\":{\"a\":1,\"a\":2}}");
  }

  @Test
  void readsAStringOfFiftyMegabytes() {
    String text = "a".repeat(50_000_000);

    ReadResult<?> read = requireBounded("Note", "{\"text\":\"" + text + "\"}");
    requireBounded("Note", "{\"text\":'" + text + "'}");
    requireBounded("Note", text);

    assertThat(read.value() == null || read.value().equals(new TypicalTypes.Note(text))).isTrue();
  }

  @Test
  void readsATreeOfAThousandLevels() {
    String open = "{\"title\":\"a\",\"children\":[";
    String text = open.repeat(1_000) + "]}".repeat(1_000);

    requireBounded("Category", text);
    requireBounded("Category", text + "}");
    requireBounded("Category", text.replace('"', '\''));
    requireBounded("Category", open.repeat(1_000));
  }

  @Test
  void readsAMillionKeys() {
    var text = new StringBuilder("{\"text\":\"a\"");
    for (int i = 0; i < 1_000_000; i++) {
      text.append(",\"k").append(i).append("\":").append(i);
    }

    requireBounded("Note", text + "}");
    requireBounded("Note", text + ",}");
  }

  @Test
  void readsAHundredThousandFencesAndThinkBlocks() {
    requireBounded("Note", "```json\n{\"text\":\"a\"}\n```\n".repeat(100_000));
    requireBounded("Note", "```\n".repeat(100_000) + "{\"text\":\"a\"}");
    requireBounded("Note", "<think>".repeat(100_000) + "{\"text\":\"a\"}");
    requireBounded("Note", "<think>a</think>".repeat(100_000) + "{\"text\":\"a\"}");
    requireBounded("Note", "{\"text\":\"a\"}".repeat(100_000));
    requireBounded("Note", "{\"text\":\"a\"} or ".repeat(50_000) + "{\"text\":\"b\"}");
  }

  @Test
  void readsLongListsOfAlmostValidItems() {
    requireBounded(
        "List<Line>", "{\"items\":[" + "{\"sku\":\"a\",\"quantity\":\"x\"},".repeat(100_000));
    requireBounded(
        "List<String>", "{\"items\":[" + "\"say \"a\" or \"b\"\",".repeat(100_000) + "]}");
    requireBounded("List<String>", "{\"items\":[" + "a b, c: d\n".repeat(100_000) + "]}");
  }

  private static void requireRefused(String type, String text) {
    assertThat(requireBounded(type, text).value()).isNull();
  }

  private static ReadResult<?> requireBounded(String type, String text) {
    CorpusType<?> sample = CorpusType.named(type);
    long thread = Thread.currentThread().threadId();
    long before = THREADS.getThreadAllocatedBytes(thread);
    ReadResult<?> read = sample.read(text, Strictness.LENIENT);
    long allocated = THREADS.getThreadAllocatedBytes(thread) - before;
    String start = text.substring(0, Math.min(60, text.length()));
    assertThat(allocated)
        .as(() -> "bytes for %,d characters of %s".formatted(text.length(), start))
        .isLessThan(FIXED_BYTES + (long) BYTES_PER_CHARACTER * text.length());
    read.violations()
        .forEach(violation -> assertThat(violation.toString()).hasSizeLessThan(MAX_MESSAGE_LENGTH));
    return read;
  }

  private static String ticket(String points) {
    return "{\"title\":\"a\",\"priority\":\"LOW\",\"urgent\":true,\"labels\":[],\"points\":"
        + points
        + "}";
  }

  private static String balance(String revenue) {
    return "{\"company\":\"a\",\"year\":1,\"profit\":1,\"posts\":[],\"revenue\":" + revenue + "}";
  }
}
