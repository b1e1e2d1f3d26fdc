package org.atomicagents.model;

import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.message.Content;

/**
 * A client that sends requests in the protocol of a provider.
 *
 * <p>Implementations must be thread-safe. They must throw subtypes of {@link
 * org.atomicagents.error.AgentException}, created by their public factories, so that retries work.
 */
@FunctionalInterface
public interface ModelClient {

  /**
   * Returns the response to a request, which this method sends.
   *
   * <p>Blocks at most until the response begins. The caller closes the exchange. An interrupt of
   * the waiting thread ends the exchange: {@link CancelledException} is thrown, and the interrupt
   * flag is restored. The deadline of the run ends it with {@link TimedOutException}.
   *
   * @param context the run that sends the request, with its deadline, timings and listeners
   */
  ModelExchange open(ModelRequest request, RunContext context);

  /** Returns the short name of the provider, for messages and for {@link Content.Opaque}. */
  default String provider() {
    return getClass().getSimpleName();
  }

  /**
   * Returns an identifier that distinguishes the responses of this client from those of others.
   *
   * <p>It consists of the provider and, if configurable, its address, and contains no secrets. It
   * is part of the fingerprint of a run.
   */
  default String identity() {
    return provider();
  }
}
