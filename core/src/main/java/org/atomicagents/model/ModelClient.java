package org.atomicagents.model;

import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.message.Content;

/**
 * Speaks the protocol of a provider.
 *
 * <p>Implementations are thread-safe. One that isn't ours throws the failures of this package
 * through their public factories, so that retries and agents understand them.
 */
@FunctionalInterface
public interface ModelClient {

  /**
   * Sends one request; waits at most until its answer begins.
   *
   * <p>The caller closes the exchange. An interrupt of the waiting thread ends the exchange and is
   * thrown as {@link CancelledException} with the thread's flag restored; the call's deadline ends
   * it as {@link TimedOutException}.
   *
   * @param call the run that this request belongs to: its deadline, timings and listeners
   */
  ModelExchange open(ModelRequest request, RunContext call);

  /** The provider's short name, for messages and for {@link Content.Opaque}. */
  default String provider() {
    return getClass().getSimpleName();
  }

  /**
   * What tells this client's answers from those of others: the provider and, where it can be
   * chosen, the address, without secrets. Part of the fingerprint of a run.
   */
  default String identity() {
    return provider();
  }
}
