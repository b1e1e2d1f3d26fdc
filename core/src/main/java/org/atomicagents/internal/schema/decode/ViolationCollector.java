package org.atomicagents.internal.schema.decode;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.message.Violation;
import org.jspecify.annotations.Nullable;

/**
 * What a check of a value has found so far.
 *
 * <p>Paths are put together on the way back from where something was found, so that a value in
 * which all is well costs no path at all.
 */
public final class ViolationCollector {
  /** Of more violations only the first are kept: memory and the next request stay bounded. */
  public static final int MAX_VIOLATIONS = 100;

  private @Nullable List<Violation> relativeViolations;
  private int unreportedCount;

  public int count() {
    return relativeViolations == null ? 0 : relativeViolations.size() + unreportedCount;
  }

  /** Something found at the place that is being checked. */
  public void add(String expected, String what) {
    add(new Violation("", expected, what));
  }

  /** Something found below the place that is being checked, at a path relative to it. */
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

  /** Forgets what was found since {@code from}. */
  void discardSince(int from) {
    if (relativeViolations != null && from < relativeViolations.size()) {
      relativeViolations.subList(from, relativeViolations.size()).clear();
    }
  }

  /** Says where everything found since {@code from} was found: below {@code segment}. */
  public void prependPath(int from, String segment) {
    if (relativeViolations != null) {
      for (int i = from; i < relativeViolations.size(); i++) {
        Violation each = relativeViolations.get(i);
        relativeViolations.set(
            i, new Violation(segment + each.path(), each.expected(), each.found()));
      }
    }
  }

  /** What was found, at paths relative to the place that is being checked. */
  public List<Violation> relativeViolations() {
    return relativeViolations == null ? List.of() : relativeViolations;
  }

  public List<Violation> violations() {
    prependPath(0, "$");
    return relativeViolations == null ? List.of() : List.copyOf(relativeViolations);
  }
}
