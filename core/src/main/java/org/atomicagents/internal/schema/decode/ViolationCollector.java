package org.atomicagents.internal.schema.decode;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.internal.json.ReadingBudget;
import org.atomicagents.message.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Collects the violations of one value.
 *
 * <p>Paths are built from the innermost segment outwards, and only for violations, so that a valid
 * value costs no path at all.
 */
public final class ViolationCollector {
  /** The maximum number of violations that are kept; it bounds memory and the next request. */
  public static final int MAX_VIOLATIONS = 100;

  // Created by the first costly check: most types have none.
  private @Nullable ReadingBudget budget;
  private @Nullable List<Violation> relativeViolations;
  private int unreportedCount;

  /** Creates a collector for checks without a limit. */
  public ViolationCollector() {
    this.budget = null;
  }

  /**
   * Creates a collector.
   *
   * @param budget counts the steps of the checks; its checkpoint can end them
   */
  public ViolationCollector(ReadingBudget budget) {
    this.budget = budget;
  }

  /** Returns the budget of the checks. */
  public ReadingBudget budget() {
    ReadingBudget known = budget;
    if (known == null) {
      known = ReadingBudget.unlimited();
      budget = known;
    }
    return known;
  }

  /** Returns the number of violations, including those that were not kept. */
  public int count() {
    return relativeViolations == null ? 0 : relativeViolations.size() + unreportedCount;
  }

  /** Adds a violation of the value that is being checked. */
  public void add(String expected, String found) {
    add(new Violation("", expected, found));
  }

  /** Adds a violation whose path is relative to the value that is being checked. */
  public void add(Violation violation) {
    if (relativeViolations == null) {
      relativeViolations = new ArrayList<>();
    }
    if (relativeViolations.size() < MAX_VIOLATIONS) {
      relativeViolations.add(violation);
    } else {
      unreportedCount++;
    }
  }

  /** Removes the violations from index {@code from} on. */
  void discardSince(int from) {
    if (relativeViolations != null && from < relativeViolations.size()) {
      relativeViolations.subList(from, relativeViolations.size()).clear();
    }
  }

  /** Prepends a segment to the paths of the violations from index {@code from} on. */
  public void prependPath(int from, String segment) {
    if (relativeViolations != null) {
      for (int i = from; i < relativeViolations.size(); i++) {
        Violation violation = relativeViolations.get(i);
        relativeViolations.set(
            i, new Violation(segment + violation.path(), violation.expected(), violation.found()));
      }
    }
  }

  /** Returns the violations with paths relative to the value that is being checked. */
  public List<Violation> relativeViolations() {
    return relativeViolations == null ? List.of() : relativeViolations;
  }

  /** Returns the violations with complete paths; must be called once, by the root. */
  public List<Violation> violations() {
    prependPath(0, "$");
    return relativeViolations == null ? List.of() : List.copyOf(relativeViolations);
  }
}
