package org.atomicagents.internal.telemetry;

import java.util.HashMap;
import java.util.Map;

/** Counts by path, of a bounded number of paths. Used by one thread at a time. */
final class PathCounts {
  /** The name of all paths beyond the limit. */
  static final String OTHER = "other";

  private static final int MAX_PATHS = 32;

  private final Map<String, Integer> counts = new HashMap<>();

  void add(String path) {
    String name = PathName.of(path);
    String key = counts.containsKey(name) || counts.size() < MAX_PATHS ? name : OTHER;
    counts.merge(key, 1, Integer::sum);
  }

  Map<String, Integer> toMap() {
    return counts;
  }
}
