package org.atomicagents.cli.terminal;

import org.jspecify.annotations.Nullable;

/** Where the messages of a conversation come from. */
public interface MessageSource extends AutoCloseable {

  /** The next one; null if there is none any more. */
  @Nullable String next();

  /**
   * Watches for somebody who wants to stop what is being done, until the watch is closed.
   *
   * @param stop stops it; is called by any thread
   */
  StopListener watch(Runnable stop);

  /** To be closed when what is being done is over. */
  interface StopListener extends AutoCloseable {
    @Override
    void close();
  }

  @Override
  void close();
}
