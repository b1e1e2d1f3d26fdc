package org.atomicagents.cli;

import org.jspecify.annotations.Nullable;

/** Where the messages of a conversation come from. */
interface Messages extends AutoCloseable {

  /** The next one; null if there is none any more. */
  @Nullable String next();

  /** Says how to stop what is being done, from now on; to be called from any thread. */
  void onStop(Runnable stop);

  @Override
  void close();
}
