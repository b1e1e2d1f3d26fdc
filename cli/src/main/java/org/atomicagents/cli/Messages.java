package org.atomicagents.cli;

import org.jspecify.annotations.Nullable;

/** Where the messages of a conversation come from. */
interface Messages extends AutoCloseable {

  /** The next one; null if there is none any more. */
  @Nullable String next();

  /**
   * Watches for the wish to stop what is being done, until it is closed.
   *
   * @param stop how to; is called from any thread
   */
  Watch watch(Runnable stop);

  /** Ends with what it watches over. */
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  @Override
  void close();
}
