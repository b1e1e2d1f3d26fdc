package org.atomicagents.cli.batch;

import java.time.Duration;
import java.util.function.Supplier;
import org.atomicagents.batch.BatchProgress;
import org.atomicagents.cli.terminal.ProgressLine;
import org.atomicagents.cli.terminal.Terminal;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Shows the progress of a batch on standard error: as a bar in a terminal, else as a line every ten
 * seconds. A thread of its own draws it, until it is closed.
 */
public final class ProgressDisplay implements AutoCloseable {
  private static final Duration BAR_INTERVAL = Duration.ofMillis(200);
  private static final Duration LINE_INTERVAL = Duration.ofSeconds(10);

  private final Terminal terminal;
  private final ProgressText text;
  private final @Nullable ProgressLine bar;
  private final TimeSource time;
  private final Supplier<BatchProgress> progress;
  private final Thread thread = Thread.ofVirtual().name("batch-progress").unstarted(this::run);

  private ProgressDisplay(
      Terminal terminal,
      ProgressText text,
      @Nullable ProgressLine bar,
      TimeSource time,
      Supplier<BatchProgress> progress) {
    this.terminal = terminal;
    this.text = text;
    this.bar = bar;
    this.time = time;
    this.progress = progress;
  }

  /**
   * Returns a started display.
   *
   * @param isLive whether a bar may be drawn; false if other lines appear in the same terminal
   */
  public static ProgressDisplay start(
      Terminal terminal,
      ProgressText text,
      boolean isLive,
      TimeSource time,
      Supplier<BatchProgress> progress) {
    ProgressLine bar = isLive && terminal.isErrorTerminal() ? new ProgressLine(terminal) : null;
    var display = new ProgressDisplay(terminal, text, bar, time, progress);
    display.thread.start();
    return display;
  }

  private void run() {
    try {
      while (true) {
        if (bar != null) {
          bar.draw(text.bar(progress.get(), bar.width()));
        }
        time.sleep(bar == null ? LINE_INTERVAL : BAR_INTERVAL);
        if (bar == null) {
          terminal.note(text.line(progress.get()));
        }
      }
    } catch (InterruptedException e) {
      // The display is closed.
    }
  }

  /** Removes the bar. */
  @Override
  public void close() {
    thread.interrupt();
    boolean wasInterrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        wasInterrupted = true;
      }
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
    if (bar != null) {
      bar.clear();
    }
  }
}
