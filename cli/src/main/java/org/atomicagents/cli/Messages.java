package org.atomicagents.cli;

import org.jspecify.annotations.Nullable;

/** Where the messages of a conversation come from. */
interface Messages extends AutoCloseable {

  /** The next one; null if there is none any more. */
  @Nullable String next();

  /**
   * Watches for somebody who wants to stop what is being done, until the watch is closed.
   *
   * @param stop stops it; is called by any thread
   */
  Watch watch(Runnable stop);

  /** To be closed when what is being done is over. */
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  @Override
  void close();
}
