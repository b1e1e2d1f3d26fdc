package org.atomicagents.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveRegionTest {
  private static final String TEXT =
      "Sunlight is made of all colours, and the air scatters the blue ones far more than the red"
          + " ones, so that blue comes to us from every side of the sky.";

  private final TerminalSize window = new TerminalSize(120, 24);
  private final TerminalEmulator screen = new TerminalEmulator(120, 24);
  private final PrintWriter out = new PrintWriter(screen);
  private final LiveRegion block = new LiveRegion(new TerminalOutput(out, false), window);

  @Test
  void overwritesItsOwnLinesOnly() {
    out.println("$ before");

    block.draw(plain(List.of("one", "two", "three")));
    assertThat(screen.visible()).isEqualTo("$ before\none\ntwo\nthree");
    block.draw(plain(List.of("one", "2")));
    assertThat(screen.visible()).isEqualTo("$ before\none\n2");
    block.finish(plain(List.of("one", "2", "3")));
    out.println("after");

    assertThat(screen.all()).isEqualTo("$ before\none\n2\n3\nafter\n");
  }

  @Test
  void writesChangedLinesOnly() {
    block.draw(plain(List.of("one", "two")));
    String before = screen.all();
    var written = new java.io.StringWriter();
    var other = new LiveRegion(new TerminalOutput(new PrintWriter(written), false), window);
    other.draw(plain(List.of("one", "two")));
    int length = written.toString().length();

    other.draw(plain(List.of("one", "two")));
    other.draw(plain(List.of("one", "two!")));

    assertThat(written.toString().substring(length)).isEqualTo("\r\033[1Atwo!\033[K\n\033[J");
    assertThat(screen.all()).isEqualTo(before);
  }

  @Test
  void rewrapsIfTheTerminalBecomesNarrower() {
    out.println("$ before");
    block.draw(plain(wrapped()));
    assertThat(screen.visible())
        .isEqualTo(
            """
            $ before
            Sunlight is made of all colours, and the air scatters the blue ones far more than the red ones, so that blue comes to
            us from every side of the sky.\
            """);

    resize(40, 24);
    assertThat(screen.visible())
        .contains("\nSunlight is made of all colours, and the\n air scatters");
    block.draw(plain(wrapped()));

    assertThat(screen.all())
        .isEqualTo(
            """
            $ before
            Sunlight is made of all colours, and
            the air scatters the blue ones far more
            than the red ones, so that blue comes
            to us from every side of the sky.
            """);
  }

  @Test
  void rewrapsIfTheTerminalBecomesWider() {
    resize(40, 24);
    out.println("$ before");
    block.draw(plain(wrapped()));

    resize(120, 24);
    block.draw(plain(wrapped()));
    block.finish(plain(wrapped()));

    assertThat(screen.all())
        .isEqualTo(
            """
            $ before
            Sunlight is made of all colours, and the air scatters the blue ones far more than the red ones, so that blue comes to
            us from every side of the sky.
            """);
  }

  @Test
  void showsTheLastLinesOfALongRegionAndAllLinesAtTheEnd() {
    resize(40, 8);
    out.println("$ before");
    block.draw(plain(numbered(7)));
    assertThat(screen.visible()).isEqualTo("1\n2\n3\n4\n5\n6\n7");

    block.draw(plain(numbered(20)));
    assertThat(screen.visible()).isEqualTo("14\n15\n16\n17\n18\n19\n20");
    resize(120, 5);
    block.draw(plain(numbered(21)));
    assertThat(screen.visible()).isEqualTo("18\n19\n20\n21");
    block.finish(plain(numbered(22)));
    out.println("after");

    assertThat(screen.all())
        .isEqualTo("$ before\n" + String.join("\n", numbered(22)) + "\nafter\n");
  }

  @Test
  void canBeErasedAndDrawnAgain() {
    out.println("$ before");
    block.draw(plain(numbered(3)));
    block.erase();
    out.println("in between");
    block.draw(plain(numbered(2)));
    block.draw(plain(numbered(20)));
    block.erase();

    assertThat(screen.all()).isEqualTo("$ before\nin between\n");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void staysConsistentAfterRandomResizes(long seed) {
    var random = new Random(seed);
    out.println("$ before");
    int words = 0;
    for (int i = 0; i < 200; i++) {
      if (random.nextInt(4) == 0) {
        // At least half of the maximum size, so that the rewrapped lines still fit.
        resize(60 + random.nextInt(60), 26 + random.nextInt(20));
      }
      words += random.nextInt(3);
      block.draw(plain(wrapped(words)));
      assertThat(screen.visible()).as("seed %d, step %d", seed, i).endsWith(end(wrapped(words)));
    }
    block.finish(plain(wrapped(words)));

    assertThat(screen.all())
        .as("seed %d", seed)
        .isEqualTo("$ before\n" + String.join("\n", wrapped(words)) + "\n");
  }

  private static List<StyledText> plain(List<String> lines) {
    return lines.stream().map(StyledText::plain).toList();
  }

  private void resize(int columns, int rows) {
    screen.resize(columns, rows);
    window.resize(new TerminalSize.CharacterSize(columns, rows));
  }

  private List<String> wrapped() {
    return WordWrap.lines(TEXT, window.size().columns() - 1);
  }

  private List<String> wrapped(int words) {
    var text = new StringBuilder();
    for (int i = 1; i <= words; i++) {
      text.append("word").append(i).append(i % 40 == 0 ? "\n" : " ");
    }
    return WordWrap.lines(text.toString(), window.size().columns() - 1);
  }

  private static List<String> numbered(int count) {
    var lines = new ArrayList<String>();
    for (int i = 1; i <= count; i++) {
      lines.add(Integer.toString(i));
    }
    return lines;
  }

  private static String end(List<String> lines) {
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()))
        .stripTrailing();
  }
}
