package org.atomicagents.internal.json.lenient;

import java.util.ArrayList;
import java.util.List;

/** The syntax repairs of a value or a key that is being parsed. Not thread-safe. */
final class RepairCollector {
  private final ParsingLimits limits;
  // Most values have no repairs, or one.
  private List<SyntaxRepair> repairs = List.of();

  RepairCollector(ParsingLimits limits) {
    this.limits = limits;
  }

  void add(SyntaxRepair.Kind kind, int start, int end) {
    limits.addPart();
    var added = new SyntaxRepair(kind, start, end);
    if (repairs.isEmpty()) {
      repairs = List.of(added);
      return;
    }
    if (repairs.size() == 1) {
      repairs = new ArrayList<>(repairs);
    }
    repairs.add(added);
  }

  /** Adds a repair unless the latest one has the same kind. */
  void addOnce(SyntaxRepair.Kind kind, int start, int end) {
    if (repairs.isEmpty() || repairs.getLast().kind() != kind) {
      add(kind, start, end);
    }
  }

  void addAll(List<SyntaxRepair> others) {
    for (SyntaxRepair repair : others) {
      add(repair.kind(), repair.start(), repair.end());
    }
  }

  List<SyntaxRepair> list() {
    return repairs;
  }
}
