package org.atomicagents.cli;

/**
 * How large the terminal is at the moment, as far as is known.
 *
 * <p>Thread-safe: who watches the terminal tells it of a new size, and it tells the one listener.
 */
final class Window {
  static final int USUAL_ROWS = 24;
  static final int USUAL_COLUMNS = 80;

  private volatile Size size;
  private volatile Runnable listener = () -> {};

  /**
   * A size in characters.
   *
   * @param columns 0 if there is no terminal
   */
  record Size(int columns, int rows) {}

  Window(int columns, int rows) {
    this.size = new Size(columns, rows);
  }

  /** Of a usual height; of none if it has no columns. */
  static Window ofColumns(int columns) {
    return new Window(columns, USUAL_ROWS);
  }

  Size size() {
    return size;
  }

  /** Takes a new size; one that can't be right is passed over. */
  void resize(Size changed) {
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
