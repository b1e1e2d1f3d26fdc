package org.atomicagents.cli.terminal;

/**
 * The current size of the terminal.
 *
 * <p>Thread-safe. {@link #resize} updates the size and notifies the listener, of which there is at
 * most one.
 */
public final class TerminalSize {
  static final int DEFAULT_ROWS = 24;
  static final int DEFAULT_COLUMNS = 80;

  private volatile CharacterSize size;
  private volatile Runnable listener = () -> {};

  /**
   * A size in characters.
   *
   * @param columns 0 if there is no terminal
   */
  record CharacterSize(int columns, int rows) {}

  /** Creates a size; 0 columns if there is no terminal. */
  public TerminalSize(int columns, int rows) {
    this.size = new CharacterSize(columns, rows);
  }

  /** Returns a size with the default number of rows. */
  public static TerminalSize ofColumns(int columns) {
    return new TerminalSize(columns, DEFAULT_ROWS);
  }

  CharacterSize size() {
    return size;
  }

  /** Updates the size; sizes that are not positive are ignored. */
  void resize(CharacterSize newSize) {
    if (newSize.columns() > 0 && newSize.rows() > 0 && !newSize.equals(size)) {
      size = newSize;
      listener.run();
    }
  }

  /** Sets the listener for size changes, which replaces the previous one. */
  void onChange(Runnable newListener) {
    listener = newListener;
  }
}
