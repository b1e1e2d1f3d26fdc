package org.atomicagents.cli.terminal;

/**
 * How large the terminal is at the moment, as far as is known.
 *
 * <p>Thread-safe: who watches the terminal tells it of a new size, and it tells the one listener.
 */
public final class TerminalSize {
  static final int DEFAULT_ROWS = 24;
  static final int USUAL_COLUMNS = 80;

  private volatile CharacterSize size;
  private volatile Runnable listener = () -> {};

  /**
   * A size in characters.
   *
   * @param columns 0 if there is no terminal
   */
  record CharacterSize(int columns, int rows) {}

  public TerminalSize(int columns, int rows) {
    this.size = new CharacterSize(columns, rows);
  }

  /** Of a usual height; of none if it has no columns. */
  public static TerminalSize ofColumns(int columns) {
    return new TerminalSize(columns, DEFAULT_ROWS);
  }

  CharacterSize size() {
    return size;
  }

  /** Takes a new size; one that can't be right is passed over. */
  void resize(CharacterSize changed) {
    if (changed.columns() > 0 && changed.rows() > 0 && !changed.equals(size)) {
      size = changed;
      listener.run();
    }
  }

  /** Tells this one of a new size, in the place of the one before. */
  void onChange(Runnable next) {
    listener = next;
  }
}
