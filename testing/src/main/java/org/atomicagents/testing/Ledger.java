package org.atomicagents.testing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which requests came, and which fault each of them gets; thread-safe. */
final class Ledger implements RequestRecorder {
  private final Faults faults;
  private final Queue<Fault> next = new ArrayDeque<>();
  private final List<RecordedRequest> requests = new ArrayList<>();
  private final Map<Fault, Integer> injected = new LinkedHashMap<>();

  Ledger(Faults faults) {
    this.faults = faults;
  }

  /** The next requests get these, before any that is drawn. */
  synchronized void fail(List<Fault> wanted) {
    next.addAll(wanted);
  }

  @Override
  public synchronized @Nullable InjectedFault record(
      ReceivedRequest request, Predicate<InjectedFault> possible) {
    Fault drawn = faults.draw(requests.size());
    Fault fault = next.isEmpty() ? drawn : next.remove();
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
