package org.atomicagents.cli.bench;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * Counts by name. Names beyond {@value #MAX_NAMES} are counted together as {@value #OTHER}. Not
 * thread-safe.
 */
final class BoundedCounts {
  static final int MAX_NAMES = 32;
  static final String OTHER = "other";

  private final Map<String, Long> counts = new TreeMap<>();

  void add(String name, long count) {
    boolean isKnown = counts.containsKey(name) || counts.size() < MAX_NAMES;
    counts.merge(isKnown ? name : OTHER, count, Long::sum);
  }

  /** Returns the counts, the largest first. */
  SequencedMap<String, Long> byCount() {
    var sorted = new LinkedHashMap<String, Long>();
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return Collections.unmodifiableSequencedMap(sorted);
  }
}
