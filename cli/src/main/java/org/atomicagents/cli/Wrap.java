package org.atomicagents.cli;

import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines, between words where it can. */
final class Wrap {
  private final int width;
  private final List<String> lines = new ArrayList<>();
  private final StringBuilder line = new StringBuilder();
  private int column;

  private Wrap(int width) {
    this.width = Math.max(1, width);
  }

  /** The lines, none wider than {@code width} columns; at least one. */
  static List<String> lines(String text, int width) {
    var wrap = new Wrap(width);
    for (String paragraph : text.split("\n", -1)) {
      wrap.paragraph(paragraph);
    }
    return wrap.lines;
  }

  /** The columns that the text takes. */
  static int width(String text) {
    return text.codePoints().map(Wrap::width).sum();
  }

  /** The columns that the character takes: 2 for an ideograph or an emoji, 0 for a mark on one. */
  static int width(int codePoint) {
    int type = Character.getType(codePoint);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    return Character.isIdeographic(codePoint)
            || (codePoint >= 0x1100 && codePoint <= 0x115f)
            || (codePoint >= 0x3000 && codePoint <= 0x30ff)
            || (codePoint >= 0xac00 && codePoint <= 0xd7a3)
            || (codePoint >= 0xff00 && codePoint <= 0xff60)
            || (codePoint >= 0x1f300 && codePoint <= 0x1faff)
        ? 2
        : 1;
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

  // With the space behind it, which may stand beyond the edge.
  private void word(String word) {
    int wide = width(word.stripTrailing());
    if (column > 0 && column + wide > width) {
      endLine();
    }
    if (wide > width) {
      breakUp(word);
    } else {
      line.append(word);
      column += width(word);
    }
  }

  private void breakUp(String word) {
    word.codePoints().forEach(c -> {
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
