package org.atomicagents.durable.temporal;

import io.temporal.workflow.Workflow;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;

/** The received signals of a workflow that were not awaited yet. Used by threads of a workflow. */
final class SignalInbox implements DurableSignals {
  private final Map<String, Queue<String>> valuesByName = new HashMap<>();
  private final Set<String> keys = new HashSet<>();

  /** Begins to receive signals, also those that were sent before. */
  void register() {
    try {
      Workflow.registerListener(this);
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "TemporalDurable: expected one in workflow '%s', found a second one.\nPass the first one on."
              .formatted(Workflow.getInfo().getWorkflowId()),
          e);
    }
  }

  @Override
  public void receive(String name, String value, String key) {
    if (keys.add(name + "\n" + key)) {
      valuesByName.computeIfAbsent(name, added -> new ArrayDeque<>()).add(value);
    }
  }

  boolean has(String name) {
    Queue<String> values = valuesByName.get(name);
    return values != null && !values.isEmpty();
  }

  /** Returns the earliest value of a signal. */
  String take(String name) {
    return Objects.requireNonNull(valuesByName.get(name), "values").remove();
  }
}
