package org.atomicagents.cli.terminal;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The output of a command: results are written to {@code out}, everything else to {@code err}.
 *
 * <p>Every text passes a {@link TextCleaner}: names and texts of models, servers and files cannot
 * control the terminal. Thread-safe.
 */
public final class Terminal {
  private static final int MIN_WIDTH = 40;
  static final int MAX_WIDTH = 120;

  private final TerminalOutput output;
  private final TerminalOutput errors;
  private final PrintWriter out;
  private final PrintWriter err;
  private final TerminalSize terminalSize;
  private final boolean colour;
  private final boolean isErrorTerminal;

  private Terminal(
      TerminalOutput output,
      TerminalOutput errors,
      TerminalSize terminalSize,
      boolean colour,
      boolean isErrorTerminal) {
    this.output = output;
    this.errors = errors;
    this.out = new PrintWriter(output);
    this.err = new PrintWriter(errors, true);
    this.terminalSize = terminalSize;
    this.colour = colour;
    this.isErrorTerminal = isErrorTerminal;
  }

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
    return new Terminal(
        new TerminalOutput(out, coloured),
        new TerminalOutput(err, isColourEnabled && errorTerminal),
        effectiveSize,
        coloured,
        capable && errorTerminal);
  }

  /** Returns the writer of results. */
  public PrintWriter out() {
    return out;
  }

  /** Returns the writer of everything else. */
  public PrintWriter err() {
    return err;
  }

  /** Returns a writer to {@code out} for help texts, which may contain styles. */
  public PrintWriter help() {
    return output.help();
  }

  /** Returns the current size; 0 columns if {@code out} is not a terminal. */
  public TerminalSize terminalSize() {
    return terminalSize;
  }

  /** Returns whether {@code out} supports colours. */
  public boolean colour() {
    return colour;
  }

  /** Returns the output of lines that are redrawn. */
  TerminalOutput output() {
    return output;
  }

  /** Returns the errors' output of lines that are redrawn. */
  TerminalOutput errors() {
    return errors;
  }

  /** Returns whether {@code err} is a terminal, in which lines can be redrawn. */
  public boolean isErrorTerminal() {
    return isErrorTerminal;
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

  /** Returns whether a result could not be written, because the reader has closed {@code out}. */
  public boolean hasOutputFailed() {
    return output.hasFailed();
  }

  /** Writes a line of the result with its styles. */
  public void line(StyledText text) {
    output.println(text);
    output.flush();
  }

  /** Writes wrapped lines that are not part of the result. */
  public void note(String text) {
    errorLines(AnsiStyle.DIM, WordWrap.lines(TextCleaner.clean(text), availableWidth(0)));
  }

  /** Writes the lines of an error message, wrapped. */
  public void wrappedError(String text) {
    errorLines(AnsiStyle.RED, WordWrap.lines(TextCleaner.clean(text), availableWidth(0)));
  }

  /** Writes the lines of an error message. */
  public void error(String text) {
    errorLines(AnsiStyle.RED, List.of(TextCleaner.clean(text).split("\n", -1)));
  }

  private void errorLines(AnsiStyle style, List<String> lines) {
    out.flush();
    lines.forEach(line -> errors.println(StyledText.of(style, line)));
    errors.flush();
  }

  /** Ends the line in which the terminal shows ^C, and all styles. */
  void endEcho() {
    output.control(colour ? AnsiStyle.end() : "");
    line("");
  }

  /** Writes an empty line and a heading. */
  public void heading(String text) {
    line("");
    line(StyledText.of(AnsiStyle.BOLD, text));
  }

  /** Writes a name and a text that is wrapped in the column next to it. */
  public void field(String name, String text) {
    field(name, 11, text);
  }

  /** Writes a field whose text begins {@code indent} columns after the name. */
  public void field(String name, int indent, String text) {
    List<String> lines = WordWrap.lines(TextCleaner.clean(text), availableWidth(indent + 2));
    StyledText label = StyledText.plain("  ").append(AnsiStyle.CYAN, name);
    label = label.append(" ".repeat(Math.max(1, indent + 2 - label.width())));
    for (int i = 0; i < lines.size(); i++) {
      line((i == 0 ? label : StyledText.plain(" ".repeat(indent + 2))).append(lines.get(i)));
    }
  }

  /** Writes a wrapped and indented text. */
  public void text(int indent, String text) {
    for (String line : WordWrap.lines(TextCleaner.clean(text), availableWidth(indent))) {
      line(line.isEmpty() ? "" : " ".repeat(indent) + line);
    }
  }

  /** Returns the number of columns that remain after an indent. */
  public int availableWidth(int indent) {
    int columns = columns();
    return columns == 0 ? Integer.MAX_VALUE : columns - 1 - indent;
  }
}
