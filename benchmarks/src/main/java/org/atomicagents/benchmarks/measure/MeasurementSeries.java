package org.atomicagents.benchmarks.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/** Repeats of one measurement, in the order in which they were taken. */
public record MeasurementSeries(List<Double> values) {

  public MeasurementSeries {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("values: expected at least one, found none");
    }
  }

  public double median() {
    return median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  public double least() {
    return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  public double most() {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  public MeasurementSeries times(double factor) {
    return new MeasurementSeries(values.stream().map(value -> value * factor).toList());
  }

  /** Each repeat with the other's of the same turn. */
  public MeasurementSeries with(MeasurementSeries other, DoubleBinaryOperator operator) {
    var paired = new ArrayList<Double>(values.size());
    for (int i = 0; i < values.size(); i++) {
      paired.add(operator.applyAsDouble(values.get(i), other.values.get(i)));
    }
    return new MeasurementSeries(paired);
  }

  public static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
