package org.atomicagents.internal.redis.sharing;

import java.util.concurrent.ConcurrentHashMap;

/**
 * The shared responses that one run has received, or is receiving.
 *
 * <p>A run that sends a request again wants another response, and two concurrent requests of one
 * run, such as hedged ones, want a response each. Thread-safe.
 */
final class RunResponses {
  /** The token of a run that has received no response. */
  static final long NONE = 0;

  /** The token of a request for which the run is waiting already. */
  static final long IN_PROGRESS = -1;

  private final ConcurrentHashMap<SharedRequest, Long> tokens = new ConcurrentHashMap<>();

  /** Begins a request; returns the token of its latest response, or one of the constants. */
  long begin(SharedRequest request) {
    Long earlier = tokens.put(request, IN_PROGRESS);
    return earlier == null ? NONE : earlier;
  }

  /** Ends a request. */
  void end(SharedRequest request, long token) {
    tokens.put(request, token);
  }
}
