package org.atomicagents.cli.bench.html;

import java.util.ArrayList;
import java.util.List;

/**
 * An axis: values of a range at positions of a range.
 *
 * @param min the value at the first position
 * @param max the value at the last position
 */
record ChartScale(double min, double max, double first, double last, boolean isLogarithmic) {
  private static final double[] STEPS = {1, 2, 2.5, 5, 10};

  /** Returns a linear axis from 0 to at least a value, which ends at a tick. */
  static ChartScale fromZero(double max, int ticks, double first, double last) {
    double step = step(max, ticks);
    double end = max <= 0 ? 1 : Math.ceil(max / step - 1e-9) * step;
    return new ChartScale(0, end, first, last, false);
  }

  /** Returns a logarithmic axis; both values must be positive. */
  static ChartScale logarithmic(double min, double max, double first, double last) {
    return new ChartScale(min, Math.max(max, min * 1.01), first, last, true);
  }

  /** Returns the position of a value; values beyond the range are at its end. */
  double at(double value) {
    double share =
        isLogarithmic
            ? Math.log(Math.max(value, min) / min) / Math.log(max / min)
            : (value - min) / (max - min);
    return first + Math.clamp(share, 0, 1) * (last - first);
  }

  /** Returns about this many round values of the range. */
  List<Double> ticks(int count) {
    var ticks = new ArrayList<Double>();
    if (isLogarithmic) {
      for (double power = Math.pow(10, Math.floor(Math.log10(min))); power <= max; power *= 10) {
        for (double digit : digits()) {
          double value = power * digit;
          if (value >= min * 0.999 && value <= max * 1.001) {
            ticks.add(value);
          }
        }
      }
      return ticks;
    }
    double step = step(max - min, count);
    int steps = (int) Math.floor((max - min) / step + 1e-9);
    for (int i = 0; i <= steps; i++) {
      ticks.add(min + i * step);
    }
    return ticks;
  }

  // The labels of many powers of ten would be too close together.
  private double[] digits() {
    double decades = Math.log10(max / min);
    if (decades > 3) {
      return new double[] {1};
    }
    return decades > 1.5 ? new double[] {1, 3} : new double[] {1, 2, 5};
  }

  private static double step(double range, int ticks) {
    if (range <= 0) {
      return 1;
    }
    double rough = range / ticks;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    for (double step : STEPS) {
      if (step * power >= rough * 0.999) {
        return step * power;
      }
    }
    return 10 * power;
  }
}
