package org.atomicagents.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** The bursts of several callers, in the order in which they were made; not thread-safe. */
final class Bursts {
  private final SequencedMap<String, List<Burst>> found = new LinkedHashMap<>();
  private final Map<String, Double> earlierFailures = new HashMap<>();

  /** Adds the next burst of each. */
  void add(Map<String, Burst> turn) {
    turn.forEach((name, burst) -> found.computeIfAbsent(name, key -> new ArrayList<>()).add(burst));
  }

  /** Adds a burst of each of which only the failures count, since all else was still cold. */
  void addUnmeasured(Map<String, Burst> turn) {
    turn.forEach((name, burst) -> earlierFailures.merge(name, burst.failures(), Double::sum));
  }

  /** Who has made any that were measured. */
  Set<String> names() {
    return found.sequencedKeySet();
  }

  /** One figure of all bursts of a caller. */
  Samples of(String name, ToDoubleFunction<Burst> figure) {
    return new Samples(
        found.getOrDefault(name, List.of()).stream().mapToDouble(figure).boxed().toList());
  }

  /** How many calls or streams of a caller failed, in all. */
  double failures(String name) {
    double measured =
        of(name, Burst::failures).values().stream().mapToDouble(Double::doubleValue).sum();
    return measured + earlierFailures.getOrDefault(name, 0.0);
  }
}
