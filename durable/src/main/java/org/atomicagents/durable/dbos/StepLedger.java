package org.atomicagents.durable.dbos;

import dev.dbos.transact.DBOS;
import dev.dbos.transact.context.DBOSContext;
import dev.dbos.transact.context.DBOSContextHolder;
import dev.dbos.transact.workflow.StepInfo;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.atomicagents.durable.StepName;
import org.atomicagents.error.ConflictException;
import org.jspecify.annotations.Nullable;

/**
 * Gives each step of an execution the number under which DBOS records it.
 *
 * <p>DBOS numbers the steps of a workflow in the order in which they begin. The steps of branches
 * that run at the same time begin in another order after a crash: steps with a tag keep the number
 * of their name, and a new one gets a number that no recorded step has. All other steps keep their
 * order, so that a step that was added, removed or moved is detected. Thread-safe.
 */
final class StepLedger {
  private static final int PAGE = 100;

  private final DBOSContext context;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<Integer, String> names = new HashMap<>();
  private final Set<Integer> given = new HashSet<>();
  private int lowest;

  private StepLedger(DBOSContext context) {
    this.context = context;
    this.lowest = context.getCurrentFunctionId();
  }

  /** Returns the ledger of an execution, with the steps that earlier executions recorded. */
  static StepLedger load(DBOS dbos, DBOSContext context) {
    var ledger = new StepLedger(context);
    // In the context of a workflow, the query would be a step of its own.
    DBOSContextHolder.clear();
    try {
      List<StepInfo> page;
      int offset = 0;
      do {
        page = dbos.listWorkflowSteps(context.getWorkflowId(), PAGE, offset);
        page.forEach(step -> ledger.add(step.functionId(), step.functionName()));
        offset += PAGE;
      } while (page.size() == PAGE);
    } finally {
      DBOSContextHolder.set(context);
    }
    return ledger;
  }

  private void add(int number, String name) {
    names.put(number, name);
    numbers.put(name, number);
  }

  /**
   * Returns the number of a step, which begins now.
   *
   * @throws ConflictException if another step has its place in the order
   */
  int claim(StepName step) {
    String name = step.toString();
    synchronized (names) {
      int next = context.getAndIncrementFunctionId();
      Integer recorded = numbers.get(name);
      boolean isOrdered = step.tag().isEmpty();
      if (isOrdered) {
        check(next, name, recorded);
      }
      int number = recorded == null ? free(next) : recorded;
      given.add(number);
      return number;
    }
  }

  private void check(int next, String name, @Nullable Integer recorded) {
    String other = names.get(next);
    boolean isNew = other == null && recorded == null;
    if (!isNew && (recorded == null || recorded != next)) {
      throw ConflictException.ofProgram(
          "Workflow '%s': expected step '%s' as number %d, as recorded, found step '%s'. Nothing was sent.\nThe program has changed since the workflow began: continue it with the earlier program, or begin a new workflow. Branches that run at the same time need a tag each: DurableRequests.withTag."
              .formatted(context.getWorkflowId(), other == null ? "(none)" : other, next, name));
    }
  }

  private int free(int next) {
    if (isFree(next)) {
      return next;
    }
    while (!isFree(lowest)) {
      lowest++;
    }
    return lowest;
  }

  private boolean isFree(int number) {
    return !names.containsKey(number) && !given.contains(number);
  }
}
