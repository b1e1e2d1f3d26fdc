package org.atomicagents.testing.internal.server;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Records the requests of a server and decides which fault each of them gets; thread-safe. */
public interface RequestRecorder {
  /**
   * Records a request and returns its fault, or null for none.
   *
   * @param possible whether a fault can happen to this request
   */
  @Nullable InjectedFault record(ReceivedRequest request, Predicate<InjectedFault> possible);
}
