package org.atomicagents.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/** Wraps text into lines, between words if possible. */
public final class WordWrap {
  private final int width;
  private final List<String> lines = new ArrayList<>();
  private final StringBuilder line = new StringBuilder();
  private int column;

  private WordWrap(int width) {
    this.width = Math.max(1, width);
  }

  /** Returns the lines, none wider than {@code width} columns; at least one line. */
  public static List<String> lines(String text, int width) {
    var wrap = new WordWrap(width);
    for (String paragraph : text.split("\n", -1)) {
      wrap.paragraph(paragraph);
    }
    return wrap.lines;
  }

  /**
   * Returns the number of columns that a text takes: 2 for an ideograph, 0 for a combining mark.
   */
  static int width(String text) {
    return text.codePoints().map(WordWrap::width).sum();
  }

  private static int width(int codePoint) {
    return Math.max(0, WCWidth.wcwidth(codePoint));
  }

  private void paragraph(String text) {
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf(' ', start);
      end = end < 0 ? text.length() : end + 1;
      word(text.substring(start, end));
      start = end;
    }
    endLine();
  }

  // The word includes its trailing space, which may exceed the width.
  private void word(String word) {
    int wordWidth = width(word.stripTrailing());
    if (column > 0 && column + wordWidth > width) {
      endLine();
    }
    if (wordWidth > width) {
      breakWord(word);
    } else {
      line.append(word);
      column += width(word);
    }
  }

  private void breakWord(String word) {
    word.codePoints()
        .forEach(c -> {
          if (column > 0 && column + width(c) > width) {
            endLine();
          }
          line.appendCodePoint(c);
          column += width(c);
        });
  }

  private void endLine() {
    lines.add(line.toString().stripTrailing());
    line.setLength(0);
    column = 0;
  }
}
