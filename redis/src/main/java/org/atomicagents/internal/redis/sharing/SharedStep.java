package org.atomicagents.internal.redis.sharing;

import java.util.List;
import org.atomicagents.error.AgentException;
import org.atomicagents.model.ModelEvent;
import org.jspecify.annotations.Nullable;

/** What a member of a shared response does next. */
sealed interface SharedStep {

  /**
   * Passes events on.
   *
   * @param generation the number of the response, which differs from that of earlier events if
   *     those are void
   * @param token the token of the process that sends the request
   */
  record Received(int generation, long token, List<ModelEvent> events) implements SharedStep {}

  /** Finds out which process sends the request; no other member of this process does. */
  record Claimed() implements SharedStep {}

  /**
   * Ends.
   *
   * @param failure the failure of the response; null if it is complete
   */
  record Ended(int generation, @Nullable AgentException failure) implements SharedStep {}

  /** Sends a request of its own, since the response cannot be shared. */
  record Unshared() implements SharedStep {}
}
