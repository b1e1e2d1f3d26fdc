package org.atomicagents.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/** Repeats of one measurement, in the order in which they were taken. */
record Samples(List<Double> values) {

  Samples {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("values: expected at least one, found none");
    }
  }

  double median() {
    return median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  double least() {
    return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  double most() {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  Samples times(double factor) {
    return new Samples(values.stream().map(value -> value * factor).toList());
  }

  /** Each repeat with the other's of the same turn. */
  Samples with(Samples other, DoubleBinaryOperator operator) {
    var paired = new ArrayList<Double>(values.size());
    for (int i = 0; i < values.size(); i++) {
      paired.add(operator.applyAsDouble(values.get(i), other.values.get(i)));
    }
    return new Samples(paired);
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
