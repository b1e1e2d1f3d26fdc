package org.atomicagents.testing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Predicate;
import org.atomicagents.testing.internal.server.InjectedFault;
import org.atomicagents.testing.internal.server.ReceivedRequest;
import org.atomicagents.testing.internal.server.RequestRecorder;
import org.jspecify.annotations.Nullable;

/** Which requests came, and which fault each of them gets; thread-safe. */
final class RequestLog implements RequestRecorder {
  private final FaultPlan faults;
  private final Queue<Fault> pendingFaults = new ArrayDeque<>();
  private final List<RecordedRequest> requests = new ArrayList<>();
  private final Map<Fault, Integer> injected = new LinkedHashMap<>();

  RequestLog(FaultPlan faults) {
    this.faults = faults;
  }

  /** The next requests get these, before any that is drawn. */
  synchronized void enqueueFaults(List<Fault> wanted) {
    pendingFaults.addAll(wanted);
  }

  @Override
  public synchronized @Nullable InjectedFault record(
      ReceivedRequest request, Predicate<InjectedFault> possible) {
    Fault drawn = faults.faultFor(requests.size());
    Fault fault = pendingFaults.isEmpty() ? drawn : pendingFaults.remove();
    if (fault == null || !possible.test(fault.injected())) {
      requests.add(RecordedRequest.of(request, null));
    } else {
      requests.add(RecordedRequest.of(request, fault));
      injected.merge(fault, 1, Integer::sum);
    }
    return fault == null ? null : fault.injected();
  }

  synchronized List<RecordedRequest> requests() {
    return List.copyOf(requests);
  }

  synchronized Map<Fault, Integer> injected() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(injected));
  }
}
