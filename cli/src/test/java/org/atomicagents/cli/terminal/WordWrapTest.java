package org.atomicagents.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class WordWrapTest {

  @Test
  void wrapsBetweenWordsIfPossible() {
    assertThat(WordWrap.lines("one two three", 7)).containsExactly("one two", "three");
    assertThat(WordWrap.lines("abcdefgh ij", 3)).containsExactly("abc", "def", "gh", "ij");
    assertThat(WordWrap.lines("a\n\n  b", 9)).containsExactly("a", "", "  b");
    assertThat(WordWrap.lines("", 9)).containsExactly("");
  }

  @Test
  void countsColumnsInsteadOfCharacters() {
    assertThat(WordWrap.lines("空空空 空", 6)).containsExactly("空空空", "空");
    assertThat(WordWrap.width("e\u0301\ud83d\ude00")).isEqualTo(3);
  }

  @Test
  void escapesControlCharacters() {
    var written = new StringWriter();
    var live = new StreamingText(terminal(written, 0));

    live.add("a\033[2Jb\u009bc\r\n");

    assertThat(written.toString()).isEqualToNormalizingNewlines("  a\\u001b[2Jb\\u009bc\n");
  }

  @Test
  void formatsJsonInLinesOfTheGivenWidth() {
    assertThat(JsonPrettyPrinter.of("{\"a\":[1,2],\"b\":{\"c\":\"long enough to break\"}}", 30))
        .isEqualTo(
            """
            {
              "a": [1,2],
              "b": {
                "c": "long enough to break"
              }
            }\
            """);
    assertThat(JsonPrettyPrinter.of("{\"a\":1}", 30)).isEqualTo("{\"a\":1}");
    assertThat(JsonPrettyPrinter.of("not json", 30)).isEqualTo("not json");
  }

  private static Terminal terminal(StringWriter written, int columns) {
    return Terminal.of(
        new PrintWriter(written),
        new PrintWriter(written),
        TerminalSize.ofColumns(columns),
        false,
        name -> null);
  }
}
