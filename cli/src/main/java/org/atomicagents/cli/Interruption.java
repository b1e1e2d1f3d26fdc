package org.atomicagents.cli;

import org.atomicagents.AgentStream;
import org.jspecify.annotations.Nullable;

/** Closes the stream that is read when the user presses Ctrl-C, and says so. */
final class Interruption implements AutoCloseable {
  private final Terminal terminal;
  private final Thread hook = new Thread(this::interrupted, "interruption");
  private volatile @Nullable AgentStream<?> reading;
  private volatile boolean happened;

  private Interruption(Terminal terminal) {
    this.terminal = terminal;
  }

  static Interruption watch(Terminal terminal) {
    var interruption = new Interruption(terminal);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** Watches over a stream, in the place of the one before. */
  void guard(AgentStream<?> stream) {
    reading = stream;
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
    AgentStream<?> stream = reading;
    if (stream != null) {
      stream.close();
    }
    terminal.out().println(terminal.colour() ? Paint.end() : "");
    terminal.note("Stopped.");
  }
}
