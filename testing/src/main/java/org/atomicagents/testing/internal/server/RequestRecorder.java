package org.atomicagents.testing.internal.server;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Records the requests of a server and selects the fault of each request; thread-safe. */
public interface RequestRecorder {
  /**
   * Records a request and returns its fault; null for none.
   *
   * @param supported tests whether a fault can be injected into this request; other faults are
   *     returned, but not recorded
   */
  @Nullable InjectedFault record(ReceivedRequest request, Predicate<InjectedFault> supported);
}
