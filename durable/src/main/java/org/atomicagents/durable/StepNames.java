package org.atomicagents.durable;

import java.util.HashMap;
import java.util.Map;

/**
 * The names of the steps of one execution of a workflow.
 *
 * <p>Thread-safe. Threads that run at the same time must not share a base and a tag: the order of
 * their calls differs between executions, so that a replay would exchange their results. {@link
 * #enter} detects that.
 */
public final class StepNames {
  private final Map<String, Integer> ordinals = new HashMap<>();
  private final Map<String, Thread> active = new HashMap<>();

  /** Creates the names of an execution without steps. */
  public StepNames() {}

  /** Returns the next name with a base, and without a tag. */
  public StepName next(String base) {
    return next(base, "");
  }

  /** Returns the next name with a base and a tag. */
  public StepName next(String base, String tag) {
    synchronized (ordinals) {
      int ordinal = ordinals.merge(key(base, tag), 1, Integer::sum);
      return new StepName(base, tag, ordinal, 1);
    }
  }

  /**
   * Registers that a step runs, until the returned scope is left.
   *
   * @param workflow the id of the workflow, for messages
   * @throws IllegalStateException if a step with the same base and tag runs in another thread
   */
  @SuppressWarnings("ReferenceEquality")
  public Scope enter(StepName name, String workflow) {
    String key = key(name.base(), name.tag());
    synchronized (ordinals) {
      Thread other = active.putIfAbsent(key, Thread.currentThread());
      if (other != null && other != Thread.currentThread()) {
        throw new IllegalStateException(
            "Workflow '%s', step '%s': expected steps of '%s' one after the other, found another one in progress.\nGive each branch of the workflow a tag of its own: DurableRequests.withTag."
                .formatted(workflow, name, key));
      }
      return other == null ? () -> leave(key) : () -> {};
    }
  }

  private void leave(String key) {
    synchronized (ordinals) {
      active.remove(key);
    }
  }

  private static String key(String base, String tag) {
    return tag.isEmpty() ? base : base + "[" + tag + "]";
  }

  /** A step in progress. */
  @FunctionalInterface
  public interface Scope {
    /** Ends the step. */
    void leave();
  }
}
