package org.atomicagents.cli.terminal;

import org.jspecify.annotations.Nullable;

/** A source of the user messages of a conversation. */
public interface MessageSource extends AutoCloseable {

  /** Returns the next message; null at the end. Blocks until a message is available. */
  @Nullable String next();

  /**
   * Returns a listener for requests to stop the current response; it is active until closed.
   *
   * @param stop stops the response; called by any thread
   */
  StopListener watch(Runnable stop);

  /** An active listener, closed when the response is complete. */
  interface StopListener extends AutoCloseable {
    @Override
    void close();
  }

  @Override
  void close();
}
