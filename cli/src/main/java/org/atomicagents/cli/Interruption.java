package org.atomicagents.cli;

import org.atomicagents.AgentStream;
import org.jspecify.annotations.Nullable;

/** Closes the stream that is read when the user presses Ctrl-C, and says so. */
final class Interruption implements AutoCloseable {
  private final Terminal terminal;
  private final Thread hook = new Thread(this::interrupted, "interruption");
  private volatile @Nullable Reading reading;
  private volatile boolean happened;

  private Interruption(Terminal terminal) {
    this.terminal = terminal;
  }

  static Interruption watch(Terminal terminal) {
    var interruption = new Interruption(terminal);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  private record Reading(AgentStream<?> stream, Display display) {}

  /** Watches over a stream and what shows it, in the place of those before. */
  void guard(AgentStream<?> stream, Display display) {
    reading = new Reading(stream, display);
  }

  /** Whether it has happened, and errors need not be told any more. */
  boolean happened() {
    return happened;
  }

  @Override
  public void close() {
    if (!happened) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // It happens now; there is nothing left to take back.
      }
    }
  }

  private void interrupted() {
    happened = true;
    Reading now = reading;
    if (now != null) {
      now.stream().close();
      now.display().end();
    }
    if (terminal.isLive()) {
      // Behind the ^C that the terminal shows.
      terminal.out().println(terminal.colour() ? Paint.end() : "");
    }
    terminal.note("Stopped.");
  }
}
