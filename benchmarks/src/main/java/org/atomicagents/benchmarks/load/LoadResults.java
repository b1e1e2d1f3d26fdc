package org.atomicagents.benchmarks.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.atomicagents.benchmarks.measure.MeasurementSeries;

/** The bursts of several callers, in the order in which they were made; not thread-safe. */
public final class LoadResults {
  private final SequencedMap<String, List<LoadResult>> found = new LinkedHashMap<>();
  private final Map<String, Double> earlierFailures = new HashMap<>();

  /** Adds the next burst of each. */
  public void add(Map<String, LoadResult> turn) {
    turn.forEach((name, burst) -> found.computeIfAbsent(name, key -> new ArrayList<>()).add(burst));
  }

  /** Adds a burst of each of which only the failures count, since all else was still cold. */
  public void addUnmeasured(Map<String, LoadResult> turn) {
    turn.forEach((name, burst) -> earlierFailures.merge(name, burst.failures(), Double::sum));
  }

  /** Who has made any that were measured. */
  public Set<String> names() {
    return found.sequencedKeySet();
  }

  /** One figure of all bursts of a caller. */
  public MeasurementSeries of(String name, ToDoubleFunction<LoadResult> figure) {
    return new MeasurementSeries(
        found.getOrDefault(name, List.of()).stream().mapToDouble(figure).boxed().toList());
  }

  /** How many calls or streams of a caller failed, in all. */
  public double failures(String name) {
    double measured =
        of(name, LoadResult::failures).values().stream().mapToDouble(Double::doubleValue).sum();
    return measured + earlierFailures.getOrDefault(name, 0.0);
  }
}
