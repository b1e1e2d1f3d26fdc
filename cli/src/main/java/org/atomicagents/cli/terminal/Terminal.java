package org.atomicagents.cli.terminal;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The output of a command: results are written to {@code out}, everything else to {@code err}.
 *
 * @param terminalSize the current size; 0 columns if {@code out} is not a terminal
 * @param colour whether {@code out} supports colours
 * @param errorColour whether {@code err} supports colours
 */
public record Terminal(
    PrintWriter out,
    PrintWriter err,
    TerminalSize terminalSize,
    boolean colour,
    boolean errorColour) {
  private static final int MIN_WIDTH = 40;
  static final int MAX_WIDTH = 120;

  /** Returns the standard streams of this process. */
  public static Terminal system(TerminalProbe probe) {
    return of(
        new PrintWriter(System.out, false, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        probe.window(),
        probe.isErrors(),
        System::getenv);
  }

  /**
   * Returns a terminal whose colours depend on {@code NO_COLOR} and {@code TERM}.
   *
   * @param window the size of the terminal that displays {@code out}; 0 columns if there is none
   * @param errorTerminal whether a terminal displays {@code err}
   */
  public static Terminal of(
      PrintWriter out,
      PrintWriter err,
      TerminalSize window,
      boolean errorTerminal,
      UnaryOperator<@Nullable String> environment) {
    // https://no-color.org: any value except an empty one disables colours.
    String noColor = environment.apply("NO_COLOR");
    boolean capable = !"dumb".equals(environment.apply("TERM"));
    TerminalSize effectiveSize = capable ? window : TerminalSize.ofColumns(0);
    boolean isColourEnabled = capable && (noColor == null || noColor.isEmpty());
    boolean coloured = isColourEnabled && effectiveSize.size().columns() > 0;
    return new Terminal(out, err, effectiveSize, coloured, isColourEnabled && errorTerminal);
  }

  /** Returns the width to wrap at; 0 for no wrapping. */
  int columns() {
    int columns = terminalSize.size().columns();
    return columns == 0 ? 0 : Math.clamp(columns, MIN_WIDTH, MAX_WIDTH);
  }

  /** Returns whether {@code out} is a terminal, in which lines can be redrawn. */
  public boolean isLive() {
    return terminalSize.size().columns() > 0;
  }

  /** Writes a line of the result. */
  public void line(String text) {
    out.println(text);
    out.flush();
  }

  /** Writes a line that is not part of the result. */
  public void note(String text) {
    out.flush();
    for (String line : WordWrap.lines(text, availableWidth(0))) {
      err.println(styleError(AnsiStyle.DIM, line));
    }
    err.flush();
  }

  /** Writes an empty line and a heading. */
  public void heading(String text) {
    line("");
    line(style(AnsiStyle.BOLD, text));
  }

  /** Writes a name and a text that is wrapped in the column next to it. */
  public void field(String name, String text) {
    field(name, 11, text);
  }

  /** Writes a field whose text begins {@code indent} columns after the name. */
  public void field(String name, int indent, String text) {
    List<String> lines = WordWrap.lines(escapeControls(text), availableWidth(indent + 2));
    String label =
        "  " + style(AnsiStyle.CYAN, name) + " ".repeat(Math.max(1, indent - name.length()));
    for (int i = 0; i < lines.size(); i++) {
      line((i == 0 ? label : " ".repeat(indent + 2)) + lines.get(i));
    }
  }

  /** Writes a wrapped and indented text. */
  public void text(int indent, String text) {
    for (String line : WordWrap.lines(escapeControls(text), availableWidth(indent))) {
      line(line.isEmpty() ? "" : " ".repeat(indent) + line);
    }
  }

  /** Returns the number of columns that remain after an indent. */
  public int availableWidth(int indent) {
    int columns = columns();
    return columns == 0 ? Integer.MAX_VALUE : columns - 1 - indent;
  }

  /** Returns a text with a style if {@code out} supports colours. */
  public String style(AnsiStyle style, String text) {
    return colour ? style.apply(text) : text;
  }

  /** Returns a text with a style if {@code err} supports colours. */
  public String styleError(AnsiStyle style, String text) {
    return errorColour ? style.apply(text) : text;
  }

  /** Returns the text with its control characters escaped, except line feeds. */
  public static String escapeControls(String text) {
    if (text.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n')) {
      return text;
    }
    var escaped = new StringBuilder(text.length());
    text.chars()
        .forEach(c -> {
          if (c == '\t') {
            escaped.append(' ');
          } else if (Character.isISOControl(c) && c != '\n') {
            escaped.append("\\u%04x".formatted(c));
          } else {
            escaped.append((char) c);
          }
        });
    return escaped.toString();
  }
}
