package org.atomicagents.internal.telemetry;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Violation;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.telemetry.RunCounts;
import org.jspecify.annotations.Nullable;

/** The counts of a run in progress. Thread-safe. */
final class RunCounters {
  private final Lock lock = new ReentrantLock();
  private int requests;
  private int tools;
  private int retries;
  private int fallbacks;
  private int escalations;
  private int hedges;
  private int hedgesWon;
  private int rejections;
  private int reAsks;
  // Null until needed: most runs have none.
  private @Nullable Map<String, Integer> refusedModes;
  private @Nullable PathCounts repairs;
  private @Nullable PathCounts violations;

  void addRequest() {
    locked(() -> requests++);
  }

  void add(AgentEvent event) {
    locked(() -> count(event));
  }

  private void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  private void count(AgentEvent event) {
    switch (event) {
      case AgentEvent.ToolStarted e -> tools++;
      case AgentEvent.RequestRetried e -> retries++;
      case AgentEvent.ModelReplaced e -> fallbacks++;
      case AgentEvent.RunEscalated e -> escalations++;
      case AgentEvent.RequestHedged e -> hedges++;
      case AgentEvent.HedgeEnded e when e.secondWon() -> hedgesWon++;
      case AgentEvent.RequestRejected e -> rejections++;
      case AgentEvent.ModeRefused refused -> addMode(refused.refused().name());
      case AgentEvent.OutputRepaired repaired -> addRepairs(repaired);
      case AgentEvent.OutputRejected rejected -> addViolations(rejected);
      default -> {}
    }
  }

  RunCounts toCounts() {
    lock.lock();
    try {
      return counts();
    } finally {
      lock.unlock();
    }
  }

  private RunCounts counts() {
    return new RunCounts(
        requests,
        tools,
        retries,
        fallbacks,
        escalations,
        hedges,
        hedgesWon,
        rejections,
        refusedModes == null ? Map.of() : refusedModes,
        repairs == null ? Map.of() : repairs.toMap(),
        violations == null ? Map.of() : violations.toMap(),
        reAsks);
  }

  private void addMode(String mode) {
    if (refusedModes == null) {
      refusedModes = new HashMap<>();
    }
    refusedModes.merge(mode, 1, Integer::sum);
  }

  private void addRepairs(AgentEvent.OutputRepaired repaired) {
    if (repairs == null) {
      repairs = new PathCounts();
    }
    for (Repair repair : repaired.repairs()) {
      repairs.add(repair.path());
    }
  }

  private void addViolations(AgentEvent.OutputRejected rejected) {
    reAsks++;
    if (violations == null) {
      violations = new PathCounts();
    }
    for (Violation violation : rejected.violations()) {
      violations.add(violation.path());
    }
  }
}
