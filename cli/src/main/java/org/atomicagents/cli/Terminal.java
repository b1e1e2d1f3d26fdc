package org.atomicagents.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where a command writes: the result to {@code out}, everything else to {@code err}.
 *
 * @param window how large it is at the moment; without columns if no person reads along
 * @param colour whether {@code out} shows colours
 * @param errorColour whether {@code err} shows colours
 */
record Terminal(
    PrintWriter out, PrintWriter err, Window window, boolean colour, boolean errorColour) {
  private static final int NARROWEST = 40;
  static final int WIDEST = 120;

  /** Returns the standard streams of this process. */
  static Terminal real(TerminalProbe probe) {
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
  static Terminal of(
      PrintWriter out,
      PrintWriter err,
      Window window,
      boolean errorTerminal,
      UnaryOperator<@Nullable String> environment) {
    // https://no-color.org: any value but an empty one.
    String refused = environment.apply("NO_COLOR");
    boolean capable = !"dumb".equals(environment.apply("TERM"));
    Window seen = capable ? window : Window.ofColumns(0);
    boolean wanted = capable && (refused == null || refused.isEmpty());
    boolean coloured = wanted && seen.size().columns() > 0;
    return new Terminal(out, err, seen, coloured, wanted && errorTerminal);
  }

  /** The width to wrap at; 0 to wrap nothing. */
  int columns() {
    int columns = window.size().columns();
    return columns == 0 ? 0 : Math.clamp(columns, NARROWEST, WIDEST);
  }

  /** Whether a person reads along, and lines can be drawn anew. */
  boolean isLive() {
    return window.size().columns() > 0;
  }

  /** Writes a line of the result. */
  void line(String text) {
    out.println(text);
    out.flush();
  }

  /** Writes a line that is not part of the result. */
  void note(String text) {
    out.flush();
    for (String each : Wrap.lines(text, room(0))) {
      err.println(errorPaint(Paint.DIM, each));
    }
    err.flush();
  }

  void heading(String text) {
    line("");
    line(paint(Paint.BOLD, text));
  }

  /** Writes a name and, beside it, a text that is wrapped within its own column. */
  void field(String name, String text) {
    field(name, 11, text);
  }

  void field(String name, int indent, String text) {
    List<String> lines = Wrap.lines(clean(text), room(indent + 2));
    String label = "  " + paint(Paint.CYAN, name) + " ".repeat(Math.max(1, indent - name.length()));
    for (int i = 0; i < lines.size(); i++) {
      line((i == 0 ? label : " ".repeat(indent + 2)) + lines.get(i));
    }
  }

  /** Writes a text that is wrapped and indented. */
  void text(int indent, String text) {
    for (String each : Wrap.lines(clean(text), room(indent))) {
      line(each.isEmpty() ? "" : " ".repeat(indent) + each);
    }
  }

  /** How many columns are left beside an indent. */
  int room(int indent) {
    int columns = columns();
    return columns == 0 ? Integer.MAX_VALUE : columns - 1 - indent;
  }

  String paint(Paint paint, String text) {
    return colour ? paint.on(text) : text;
  }

  String errorPaint(Paint paint, String text) {
    return errorColour ? paint.on(text) : text;
  }

  /** The text with what a terminal would obey shown instead; line ends stay. */
  static String clean(String text) {
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
