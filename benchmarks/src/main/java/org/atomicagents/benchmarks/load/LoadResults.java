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

/** The bursts of several load clients, in order. Not thread-safe. */
public final class LoadResults {
  private final SequencedMap<String, List<LoadResult>> results = new LinkedHashMap<>();
  private final Map<String, Double> warmUpFailures = new HashMap<>();

  /** Adds one burst of each client. */
  public void add(Map<String, LoadResult> turn) {
    turn.forEach(
        (name, burst) -> results.computeIfAbsent(name, key -> new ArrayList<>()).add(burst));
  }

  /** Adds a warm-up burst of each client, of which only the failures are counted. */
  public void addUnmeasured(Map<String, LoadResult> turn) {
    turn.forEach((name, burst) -> warmUpFailures.merge(name, burst.failures(), Double::sum));
  }

  /** Returns the names of the clients with measured bursts. */
  public Set<String> names() {
    return results.sequencedKeySet();
  }

  /** Returns one figure of all measured bursts of a client. */
  public MeasurementSeries of(String name, ToDoubleFunction<LoadResult> figure) {
    return new MeasurementSeries(
        results.getOrDefault(name, List.of()).stream().mapToDouble(figure).boxed().toList());
  }

  /** Returns the number of failed calls or streams of a client, including warm-up bursts. */
  public double failures(String name) {
    double measured =
        of(name, LoadResult::failures).values().stream().mapToDouble(Double::doubleValue).sum();
    return measured + warmUpFailures.getOrDefault(name, 0.0);
  }
}
