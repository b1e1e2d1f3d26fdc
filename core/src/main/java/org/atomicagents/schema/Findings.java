package org.atomicagents.schema;

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
final class Findings {
  /** Of more violations only the first are kept: memory and the next request stay bounded. */
  static final int MAX_VIOLATIONS = 100;

  private @Nullable List<Violation> found;
  private int untold;

  int count() {
    return found == null ? 0 : found.size() + untold;
  }

  /** Something found at the place that is being checked. */
  void add(String expected, String what) {
    add(new Violation("", expected, what));
  }

  /** Something found below the place that is being checked, at a path relative to it. */
  void add(Violation violation) {
    if (found == null) {
      found = new ArrayList<>();
    }
    if (found.size() < MAX_VIOLATIONS) {
      found.add(violation);
    } else {
      untold++;
    }
  }

  /** Forgets what was found since {@code from}. */
  void forget(int from) {
    if (found != null && from < found.size()) {
      found.subList(from, found.size()).clear();
    }
  }

  /** Says where everything found since {@code from} was found: below {@code segment}. */
  void within(int from, String segment) {
    if (found != null) {
      for (int i = from; i < found.size(); i++) {
        Violation each = found.get(i);
        found.set(i, new Violation(segment + each.path(), each.expected(), each.found()));
      }
    }
  }

  /** What was found, at paths relative to the place that is being checked. */
  List<Violation> found() {
    return found == null ? List.of() : found;
  }

  List<Violation> violations() {
    within(0, "$");
    return found == null ? List.of() : List.copyOf(found);
  }
}
