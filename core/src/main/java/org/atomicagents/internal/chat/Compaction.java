package org.atomicagents.internal.chat;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.atomicagents.chat.Turn;

/**
 * How the oldest turns of a history are replaced by one turn.
 *
 * @param function returns the replacement of some turns
 * @param executor runs the function
 * @param failureListener receives the exceptions of the function
 */
public record Compaction(
    Function<List<Turn>, Turn> function,
    Executor executor,
    Consumer<RuntimeException> failureListener) {

  /** Starts a new virtual thread for each compaction. */
  public static final Executor VIRTUAL_THREADS =
      task -> Thread.ofVirtual().name("atomic-agents-compaction").start(task);
}
