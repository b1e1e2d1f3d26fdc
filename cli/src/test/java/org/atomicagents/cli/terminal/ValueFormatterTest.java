package org.atomicagents.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.stream.Collectors;
import org.atomicagents.cli.source.JsonReader;
import org.junit.jupiter.api.Test;

class ValueFormatterTest {
  private static final String ORDER =
      """
      {"customer":"Ada","note":"Please ring twice, and leave it with the neighbours if nobody opens.",
      "paid":true,"lines":[{"sku":"A-1","quantity":2,"tags":[]},{"sku":"B-2","quantity":1,
      "tags":["fragile","heavy, but not so heavy that one could not carry it"]}],"coupon":null}\
      """;

  @Test
  void wrapsFieldsAtTheAvailableWidth() {
    assertThat(lines(ORDER, 40, false))
        .isEqualTo(
            """
            customer   Ada
            note       Please ring twice, and leave
                       it with the neighbours if
                       nobody opens.
            paid       true
            lines      1. sku: A-1
                          quantity: 2
                          tags: none
                       2. sku: B-2
                          quantity: 1
                          tags:
                            1. fragile
                            2. heavy, but not so
                               heavy that one
                               could not carry it
            coupon     none\
            """);
    assertThat(lines(ORDER, 120, false))
        .isEqualTo(
            """
            customer   Ada
            note       Please ring twice, and leave it with the neighbours if nobody opens.
            paid       true
            lines      1. sku: A-1
                          quantity: 2
                          tags: none
                       2. sku: B-2
                          quantity: 1
                          tags:
                            1. fragile
                            2. heavy, but not so heavy that one could not carry it
            coupon     none\
            """);
  }

  @Test
  void marksTheAbsentFieldsOfAPartialValue() {
    String growing = "{\"customer\":\"Ada\",\"lines\":[]}";

    assertThat(lines(growing, 40, true, "customer", "paid", "lines"))
        .isEqualTo("customer   Ada\npaid       ...\nlines      ...");
    assertThat(lines(growing, 40, false, "customer", "paid", "lines"))
        .isEqualTo("customer   Ada\nlines      none");
    assertThat(lines("{}", 40, true)).isEqualTo("...");
    assertThat(lines("{}", 40, true, "chat_message")).isEqualTo("...");
  }

  @Test
  void showsPlainTextUnchanged() {
    assertThat(lines("{\"chat_message\":\"Hello\\n\\n  there\"}", 40, false, "chat_message"))
        .isEqualTo("Hello\n\n  there");
  }

  @Test
  void formatsListsAndScalars() {
    assertThat(lines("[\"a\",[1,2]]", 40, false)).isEqualTo("1. a\n2. 1. 1\n   2. 2");
    assertThat(lines("7", 40, false)).isEqualTo("7");
  }

  @Test
  void fitsIntoNarrowTerminals() {
    for (int columns = 1; columns < 60; columns++) {
      assertThat(lines(ORDER, columns, true).lines().count()).isLessThan(1000);
    }
    for (int columns = 30; columns < 200; columns++) {
      int widest = Math.min(columns, 120) - 1;
      assertThat(lines(ORDER, columns, true).lines())
          .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(widest));
    }
  }

  @Test
  void escapesControlCharacters() {
    assertThat(lines("{\"a\\u001b[2J\\n\":\"\\u001b[2J\",\"b\":{\"\\u0007\":1}}", 60, false))
        .isEqualTo("a\\u001b[2J  \\u001b[2J\nb           \\u0007: 1");
  }

  private static String lines(String json, int columns, boolean isPartial, String... names) {
    var terminal =
        Terminal.of(
            new PrintWriter(Writer.nullWriter()),
            new PrintWriter(Writer.nullWriter()),
            TerminalSize.ofColumns(80),
            false,
            name -> name.equals("NO_COLOR") ? "1" : null);
    return new ValueFormatter(terminal, 0, List.of(names))
        .format(JsonReader.value(json), columns, isPartial).stream()
            .map(StyledText::text)
            .collect(Collectors.joining("\n"));
  }
}
