package org.atomicagents.cli.terminal;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where a command writes: the result to {@code out}, everything else to {@code err}.
 *
 * @param terminalSize how large it is at the moment; without columns if no person reads along
 * @param colour whether {@code out} shows colours
 * @param errorColour whether {@code err} shows colours
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
   * @param window of the terminal behind {@code out}; without columns if there is none
   * @param errorTerminal whether there is one behind {@code err}
   */
  public static Terminal of(
      PrintWriter out,
      PrintWriter err,
      TerminalSize window,
      boolean errorTerminal,
      UnaryOperator<@Nullable String> environment) {
    // https://no-color.org: any value but an empty one.
    String refused = environment.apply("NO_COLOR");
    boolean capable = !"dumb".equals(environment.apply("TERM"));
    TerminalSize seen = capable ? window : TerminalSize.ofColumns(0);
    boolean wanted = capable && (refused == null || refused.isEmpty());
    boolean coloured = wanted && seen.size().columns() > 0;
    return new Terminal(out, err, seen, coloured, wanted && errorTerminal);
  }

  /** The width to wrap at; 0 to wrap nothing. */
  int columns() {
    int columns = terminalSize.size().columns();
    return columns == 0 ? 0 : Math.clamp(columns, MIN_WIDTH, MAX_WIDTH);
  }

  /** Whether a person reads along, and lines can be drawn anew. */
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
    for (String each : WordWrap.lines(text, availableWidth(0))) {
      err.println(styleError(AnsiStyle.DIM, each));
    }
    err.flush();
  }

  public void heading(String text) {
    line("");
    line(style(AnsiStyle.BOLD, text));
  }

  /** Writes a name and, beside it, a text that is wrapped within its own column. */
  public void field(String name, String text) {
    field(name, 11, text);
  }

  public void field(String name, int indent, String text) {
    List<String> lines = WordWrap.lines(escapeControls(text), availableWidth(indent + 2));
    String label =
        "  " + style(AnsiStyle.CYAN, name) + " ".repeat(Math.max(1, indent - name.length()));
    for (int i = 0; i < lines.size(); i++) {
      line((i == 0 ? label : " ".repeat(indent + 2)) + lines.get(i));
    }
  }

  /** Writes a text that is wrapped and indented. */
  public void text(int indent, String text) {
    for (String each : WordWrap.lines(escapeControls(text), availableWidth(indent))) {
      line(each.isEmpty() ? "" : " ".repeat(indent) + each);
    }
  }

  /** How many columns are left beside an indent. */
  public int availableWidth(int indent) {
    int columns = columns();
    return columns == 0 ? Integer.MAX_VALUE : columns - 1 - indent;
  }

  public String style(AnsiStyle paint, String text) {
    return colour ? paint.apply(text) : text;
  }

  public String styleError(AnsiStyle paint, String text) {
    return errorColour ? paint.apply(text) : text;
  }

  /** The text with what a terminal would obey shown instead; line ends stay. */
  public static String escapeControls(String text) {
    if (text.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n')) {
      return text;
    }
    var cleaned = new StringBuilder(text.length());
    text.chars()
        .forEach(c -> {
          if (c == '\t') {
            cleaned.append(' ');
          } else if (Character.isISOControl(c) && c != '\n') {
            cleaned.append("\\u%04x".formatted(c));
          } else {
            cleaned.append((char) c);
          }
        });
    return cleaned.toString();
  }
}
