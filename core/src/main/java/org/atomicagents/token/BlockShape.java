package org.atomicagents.token;

/**
 * The punctuation and the lines of a text, which differ between JSON, source code and prose.
 *
 * @param length the number of characters that are not white space
 * @param operators the number of characters that are frequent in source code only
 * @param members the number of quotation marks before a colon or a comma
 * @param lines the number of lines that are not blank
 * @param codeLines the number of lines that begin or end as lines of source code do
 * @param isEnclosed whether the text starts with a bracket or a quotation mark and ends with a
 *     bracket or a comma
 */
record BlockShape(
    int length, int operators, int members, int lines, int codeLines, boolean isEnclosed) {
  private static final String OPERATORS = ";=(){}[]<>_+*/\\|&@#$";
  private static final String OPENINGS = "{[\"";
  private static final String CLOSINGS = "}],";
  private static final String LINE_ENDS = ";{}";
  private static final int SHORT_BLOCK = 12;

  /** The share of operators from which a text is code, in a thousand characters. */
  private static final int OPERATOR_SHARE = 60;

  /** The share of lines from which a text is code, in a thousand lines. */
  private static final int LINE_SHARE = 350;

  static BlockShape of(String text) {
    var scan = new Scan();
    for (int i = 0; i < text.length(); i++) {
      scan.add(text.charAt(i));
    }
    scan.endLine();
    boolean isEnclosed = OPENINGS.indexOf(scan.first) >= 0 && CLOSINGS.indexOf(scan.previous) >= 0;
    return new BlockShape(
        scan.length, scan.operators, scan.members, scan.lines, scan.codeLines, isEnclosed);
  }

  /** Returns the class of the text, apart from its scripts. */
  ContentClass contentClass() {
    if (length > 0 && isEnclosed && (members > 0 || length <= SHORT_BLOCK)) {
      return ContentClass.JSON;
    }
    boolean isCode =
        operators * 1_000L > (long) length * OPERATOR_SHARE
            || (lines > 1 && codeLines * 1_000L > (long) lines * LINE_SHARE);
    return isCode ? ContentClass.CODE : ContentClass.PROSE;
  }

  /** The counts up to a character. */
  private static final class Scan {
    private int length;
    private int operators;
    private int members;
    private int lines;
    private int codeLines;
    private char first;
    private char previous;
    private char firstInLine;
    private boolean isIndented;

    void add(char c) {
      if (c == '\n') {
        endLine();
      } else if (c <= ' ') {
        isIndented |= firstInLine == 0;
      } else {
        length++;
        operators += OPERATORS.indexOf(c) >= 0 ? 1 : 0;
        members += (c == ':' || c == ',') && previous == '"' ? 1 : 0;
        first = first == 0 ? c : first;
        firstInLine = firstInLine == 0 ? c : firstInLine;
        previous = c;
      }
    }

    void endLine() {
      if (firstInLine != 0) {
        lines++;
        // An indented asterisk or slash begins a line of a comment.
        boolean isComment = isIndented && (firstInLine == '*' || firstInLine == '/');
        codeLines += isComment || LINE_ENDS.indexOf(previous) >= 0 ? 1 : 0;
      }
      firstInLine = 0;
      isIndented = false;
    }
  }
}
