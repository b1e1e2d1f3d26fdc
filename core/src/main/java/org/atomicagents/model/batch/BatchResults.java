package org.atomicagents.model.batch;

import java.util.Iterator;

/**
 * The results of a batch, read from the provider one by one, in no order.
 *
 * <p>Can be iterated once, by one thread. {@code hasNext()} and {@code next()} block, and throw a
 * {@link org.atomicagents.error.TransportException} if the results are cut off: another {@link
 * BatchClient#results} begins again.
 */
public interface BatchResults extends Iterable<BatchResult>, AutoCloseable {

  /**
   * Returns an iterator over the results.
   *
   * @throws IllegalStateException if this method was called before
   */
  @Override
  Iterator<BatchResult> iterator();

  /** Releases the connection. May be called by any thread, any number of times. */
  @Override
  void close();
}
