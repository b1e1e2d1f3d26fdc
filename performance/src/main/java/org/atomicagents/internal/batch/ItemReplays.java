package org.atomicagents.internal.batch;

import org.atomicagents.RunIngredients;
import org.atomicagents.RunOptions;

/**
 * The responses of an earlier submission, with which the runs of the items begin instead of sending
 * a request. Thread-safe.
 */
public interface ItemReplays extends AutoCloseable {

  /** Returns the options of an item, whose model returns the responses of the item first. */
  RunOptions options(long index, RunOptions options);

  /**
   * Checks that an item is the one that was submitted.
   *
   * @throws org.atomicagents.error.ConfigurationException if it is another one
   */
  void check(long index, RunIngredients ingredients);

  /**
   * Checks that all items were read that were submitted.
   *
   * @param count the number of inputs
   * @throws org.atomicagents.error.ConfigurationException if it is another one
   */
  void checkCount(long count);

  /** Releases the responses, after the last item. */
  @Override
  void close();
}
