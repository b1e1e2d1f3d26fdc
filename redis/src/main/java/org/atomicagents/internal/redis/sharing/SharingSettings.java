package org.atomicagents.internal.redis.sharing;

import java.time.Duration;
import java.util.function.Predicate;
import org.atomicagents.model.ModelRequest;

/**
 * The settings of shared requests.
 *
 * @param lease the time after which the request of a process that publishes nothing is sent again
 * @param retention the time for which a complete response is shared after its end
 * @param maxBytes the maximum size of a shared response
 * @param requiresStore whether requests fail without a connection to the store
 * @param excluded returns whether a request is never shared
 */
public record SharingSettings(
    Duration lease,
    Duration retention,
    int maxBytes,
    boolean requiresStore,
    Predicate<? super ModelRequest> excluded) {

  /** The time for which the events of an ended response remain readable, beyond the retention. */
  static final Duration DRAIN = Duration.ofSeconds(10);

  /** Returns the lifetime of the keys of a response in progress. */
  Duration lifetime() {
    return lease.plus(DRAIN);
  }
}
