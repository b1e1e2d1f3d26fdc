package org.atomicagents.internal.exchange;

import org.atomicagents.error.AgentException;
import org.atomicagents.model.ModelEvent;

/**
 * An observer of one exchange, which an interceptor returned.
 *
 * <p>Several methods may be called at the end, by the reading and by the closing thread; the first
 * call counts.
 */
public interface ExchangeObserver {

  /** Records that a read of the response begins or has ended; for permits of abandoned ones. */
  default void setReading(boolean isReading) {}

  /** Records an event of the response. */
  default void receive(ModelEvent event) {}

  /** Records that the response ended after its last event. */
  void end();

  /** Records that the exchange failed. */
  void fail(AgentException failure);

  /** Records that the exchange was closed, before or after its end. */
  void close();
}
