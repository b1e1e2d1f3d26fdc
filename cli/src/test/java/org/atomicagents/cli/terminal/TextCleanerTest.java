package org.atomicagents.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextCleanerTest {

  static List<Arguments> hostileTexts() {
    return List.of(
        Arguments.of("\33]52;c;ZQ==\7", "\\u001b]52;c;ZQ==\\u0007"),
        Arguments.of("a\u009b31mb", "a\\u009b31mb"),
        Arguments.of("a\177b", "a\\u007fb"),
        Arguments.of("a\rb", "a\\u000db"),
        Arguments.of("a\u202eb\u2066c", "a\\u202eb\\u2066c"),
        Arguments.of("a\u200eb\u200fc", "a\\u200eb\\u200fc"),
        Arguments.of("a\u200bb\u2060c", "a\\u200bb\\u2060c"),
        Arguments.of("a\ufeffb\u00adc", "a\\ufeffb\\u00adc"),
        Arguments.of("a\u2028b\u2029c", "a\\u2028b\\u2029c"),
        Arguments.of("a\u200db\u200cc", "a\\u200db\\u200cc"),
        Arguments.of("a\udb40\udc41b", "a\\udb40\\udc41b"),
        Arguments.of("a\u3164b", "a\\u3164b"),
        Arguments.of("a\ud83db\udc00c", "a\\ud83db\\udc00c"));
  }

  @ParameterizedTest
  @MethodSource("hostileTexts")
  void escapesWhatATerminalInterpretsOrDoesNotShow(String text, String clean) {
    assertThat(TextCleaner.clean(text)).isEqualTo(clean);
    assertThat(TextCleaner.clean(clean)).as("cleaned twice").isEqualTo(clean);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain text",
        "e\u0301 a\u0308\u0323",
        "\ud83d\udc69\u200d\ud83d\udcbb and \ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67",
        "\ud83e\uddd1\ud83c\udffd\u200d\ud83d\ude80 \u2764\ufe0f\u200d\ud83d\udd25",
        "\ud83c\udff3\ufe0f\u200d\ud83c\udf08 1\ufe0f\u20e3",
        "\ud83c\udff4\udb40\udc67\udb40\udc62\udb40\udc73\udb40\udc63\udb40\udc74\udb40\udc7f",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\u0915\u094d\u200d\u0937 \u0d28\u0d4d\u200d",
        "\u0627\u064e\u200c\u0628",
        "\u0600\u0661\u06dd\u0662",
        "\u05e9\u05b8\u05c1\u05dc\u05d5\u05b9\u05dd",
        "\u0e19\u0e49\u0e33 \u1112\u1161\u11ab \u7a7a",
      })
  void keepsEmojiAndTheScriptsOfLanguages(String text) {
    assertThat(TextCleaner.clean(text)).isEqualTo(text);
  }

  @Test
  void keepsOneJoinerOnly() {
    assertThat(TextCleaner.clean("\u0645\u200c\u200c\u200d\u0645"))
        .isEqualTo("\u0645\u200c\\u200c\\u200d\u0645");
    assertThat(TextCleaner.clean("\ud83d\udc69\u200dx \ud83d\udc69\u200d"))
        .isEqualTo("\ud83d\udc69\\u200dx \ud83d\udc69\\u200d");
    assertThat(TextCleaner.clean("a\ufe01\ufe02b")).isEqualTo("a\ufe01\\ufe02b");
  }

  @Test
  void replacesTabsAndLineBreaks() {
    assertThat(TextCleaner.clean("a\tb\r\nc\nd")).isEqualTo("a b\nc\nd");
    assertThat(TextCleaner.cleanLine("a\r\nb\nc")).isEqualTo("a\\nb\\nc");
  }

  @Test
  void cleansATextInPartsLikeTheWhole() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    String alphabet =
        "a\n\r\t\33\u0645\u064e\u200c\u200d\u200b\ufe0f\u2764\ud83d\udc69\udb40\udc67\ud83c\udff4";
    for (int i = 0; i < 5_000; i++) {
      var text = new StringBuilder();
      var parts = new StringBuilder();
      var cleaner = new TextCleaner();
      for (int length = random.nextInt(12); length > 0; length--) {
        char c = alphabet.charAt(random.nextInt(alphabet.length()));
        text.append(c);
        parts.append(cleaner.add(String.valueOf(c)).take());
      }

      assertThat(parts.append(cleaner.end()).toString())
          .as("seed %d, text %d", seed, i)
          .isEqualTo(new TextCleaner().add(text).end());
    }
  }

  @Test
  void anOutputWritesOwnSequencesOnlyUnchanged() {
    var written = new StringWriter();
    var output = new TerminalOutput(new PrintWriter(written), true);

    output.print(StyledText.of(AnsiStyle.RED, "a\33[2J").append("\33[31m"));
    output.help().print("\33[1mHelp\33[0m \33]0;title\7");
    output.write("\ud83d\udc69\u200d");
    output.control("\33[J");

    assertThat(written.toString())
        .isEqualTo(
            "\33[31ma\\u001b[2J\33[0m\\u001b[31m"
                + "\33[1mHelp\33[0m \\u001b]0;title\\u0007"
                + "\ud83d\udc69\\u200d\33[J");
  }
}
