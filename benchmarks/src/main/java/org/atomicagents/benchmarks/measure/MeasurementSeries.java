package org.atomicagents.benchmarks.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/** The repeats of one measurement, in order. */
public record MeasurementSeries(List<Double> values) {

  public MeasurementSeries {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("values: expected at least one, found none");
    }
  }

  /** Returns the median. */
  public double median() {
    return median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Returns the minimum. */
  public double min() {
    return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  /** Returns the maximum. */
  public double max() {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /** Returns the series with each value multiplied by a factor. */
  public MeasurementSeries times(double factor) {
    return new MeasurementSeries(values.stream().map(value -> value * factor).toList());
  }

  /** Returns the results of the operator on the values of the same turn. */
  public MeasurementSeries with(MeasurementSeries other, DoubleBinaryOperator operator) {
    var paired = new ArrayList<Double>(values.size());
    for (int i = 0; i < values.size(); i++) {
      paired.add(operator.applyAsDouble(values.get(i), other.values.get(i)));
    }
    return new MeasurementSeries(paired);
  }

  /** Returns the median of the values. */
  public static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
