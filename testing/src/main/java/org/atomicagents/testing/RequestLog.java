package org.atomicagents.testing;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Predicate;
import org.atomicagents.testing.internal.server.InjectedFault;
import org.atomicagents.testing.internal.server.ReceivedRequest;
import org.atomicagents.testing.internal.server.RequestRecorder;
import org.jspecify.annotations.Nullable;

/** The requests that a provider received and the faults injected into them; thread-safe. */
final class RequestLog implements RequestRecorder {
  private final FaultPlan plan;
  private final int max;
  private final Queue<Fault> pendingFaults = new ArrayDeque<>();
  private final Deque<RecordedRequest> requests = new ArrayDeque<>();
  private final Map<Fault, Integer> injected = new LinkedHashMap<>();
  private long received;

  /**
   * Creates a log.
   *
   * @param max the maximum number of requests that are kept, the latest ones
   */
  RequestLog(FaultPlan plan, int max) {
    this.plan = plan;
    this.max = max;
  }

  /** Assigns faults to the next requests; they take precedence over the plan. */
  synchronized void enqueueFaults(List<Fault> faults) {
    pendingFaults.addAll(faults);
  }

  @Override
  public synchronized @Nullable InjectedFault record(
      ReceivedRequest request, Predicate<InjectedFault> supported) {
    Fault planned = plan.faultFor(received++);
    Fault fault = pendingFaults.isEmpty() ? planned : pendingFaults.remove();
    if (fault == null || !supported.test(fault.injected())) {
      keep(request, null);
    } else {
      keep(request, fault);
      injected.merge(fault, 1, Integer::sum);
    }
    return fault == null ? null : fault.injected();
  }

  private void keep(ReceivedRequest request, @Nullable Fault fault) {
    if (max == 0) {
      return;
    }
    if (requests.size() == max) {
      requests.remove();
    }
    requests.add(RecordedRequest.of(request, fault));
  }

  synchronized List<RecordedRequest> requests() {
    return List.copyOf(requests);
  }

  synchronized Map<Fault, Integer> injected() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(injected));
  }
}
