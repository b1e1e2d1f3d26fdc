package org.atomicagents.cli.terminal;

import org.atomicagents.AgentStream;
import org.jspecify.annotations.Nullable;

/** Closes the active stream when the user presses Ctrl-C, and prints a note. */
public final class InterruptGuard implements AutoCloseable {
  private final Terminal terminal;
  private final Thread hook = new Thread(this::onShutdown, "interruption");
  private volatile @Nullable ActiveStream guarded;
  private volatile boolean isTriggered;

  private InterruptGuard(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Installs a shutdown hook and returns its guard. */
  public static InterruptGuard install(Terminal terminal) {
    var interruption = new InterruptGuard(terminal);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  private record ActiveStream(AgentStream<?> stream, ResponseDisplay display) {}

  /** Guards a stream and its display, which replace the previous ones. */
  public void guard(AgentStream<?> stream, ResponseDisplay display) {
    guarded = new ActiveStream(stream, display);
  }

  /** Returns whether Ctrl-C was pressed, so that later errors are expected. */
  public boolean isTriggered() {
    return isTriggered;
  }

  @Override
  public void close() {
    if (!isTriggered) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The shutdown is in progress, and the hook cannot be removed.
      }
    }
  }

  private void onShutdown() {
    isTriggered = true;
    ActiveStream active = guarded;
    if (active != null) {
      active.stream().close();
      active.display().end();
    }
    if (terminal.isLive()) {
      terminal.endEcho();
    }
    terminal.note("Stopped.");
  }
}
