package org.atomicagents.cli.terminal;

import org.atomicagents.AgentStream;
import org.jspecify.annotations.Nullable;

/** Closes the stream that is read when the user presses Ctrl-C, and says so. */
public final class InterruptGuard implements AutoCloseable {
  private final Terminal terminal;
  private final Thread hook = new Thread(this::onShutdown, "interruption");
  private volatile @Nullable ActiveStream guarded;
  private volatile boolean isTriggered;

  private InterruptGuard(Terminal terminal) {
    this.terminal = terminal;
  }

  public static InterruptGuard install(Terminal terminal) {
    var interruption = new InterruptGuard(terminal);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  private record ActiveStream(AgentStream<?> stream, ResponseDisplay display) {}

  /** Watches over a stream and what shows it, in the place of those before. */
  public void guard(AgentStream<?> stream, ResponseDisplay display) {
    guarded = new ActiveStream(stream, display);
  }

  /** Whether it has happened, and errors need not be told any more. */
  public boolean isTriggered() {
    return isTriggered;
  }

  @Override
  public void close() {
    if (!isTriggered) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // It happens now; there is nothing left to take back.
      }
    }
  }

  private void onShutdown() {
    isTriggered = true;
    ActiveStream now = guarded;
    if (now != null) {
      now.stream().close();
      now.display().end();
    }
    if (terminal.isLive()) {
      // Behind the ^C that the terminal shows.
      terminal.out().println(terminal.colour() ? AnsiStyle.end() : "");
    }
    terminal.note("Stopped.");
  }
}
