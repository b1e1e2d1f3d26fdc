package org.atomicagents.internal.limit;

/**
 * The relation of actual to estimated tokens: a power of the estimate, by the least squares of the
 * logarithms, in which recent requests have more weight. Immutable.
 *
 * <p>If estimates contain no information, as with a maximum length that responses do not need, the
 * exponent is close to 0, and each correction is the mean.
 *
 * @param weight the sum of the weights of the requests so far
 */
record TokenCorrection(
    double weight,
    double sumX,
    double sumY,
    double sumXx,
    double sumXy,
    double predicted,
    double actual) {
  static final TokenCorrection NONE = new TokenCorrection(0, 0, 0, 0, 0, 0, 0);

  private static final double WEIGHT_OF_PAST = 0.99;
  private static final double MAX_FACTOR = 20;
  private static final double MAX_SLOPE = 1.5;
  private static final double MIN_VARIANCE = 1e-6;
  // The standard deviations of the estimates' logarithms within which the line is used.
  private static final double RANGE = 2.5;
  // At first, estimates are assumed to be proportional to actual tokens: as many imaginary requests
  // on a line of slope 1 as this weight.
  private static final double PRIOR_WEIGHT = 3;

  /** Returns the relation after a further request. */
  TokenCorrection plus(long estimate, long used) {
    double x = Math.log((double) Math.max(1, estimate));
    double y = Math.log((double) Math.max(1, used));
    double past = WEIGHT_OF_PAST;
    var line =
        new TokenCorrection(
            weight * past + 1,
            sumX * past + x,
            sumY * past + y,
            sumXx * past + x * x,
            sumXy * past + x * y,
            predicted,
            actual);
    // The mean of logarithms is not the logarithm of the mean: sums of tokens correct the line.
    return new TokenCorrection(
        line.weight,
        line.sumX,
        line.sumY,
        line.sumXx,
        line.sumXy,
        predicted * past + line.onLine(estimate),
        actual * past + used);
  }

  /** Returns the expected tokens of a request. */
  long apply(long estimate) {
    if (weight == 0 || estimate == 0) {
      return estimate;
    }
    double ratio = Math.clamp(actual / predicted, 1 / MAX_FACTOR, MAX_FACTOR);
    // Not bounded below: a maximum length is often a hundred times that of a response.
    return Math.round(Math.min(onLine(estimate) * ratio, estimate * MAX_FACTOR));
  }

  private double onLine(long estimate) {
    double x = Math.log((double) Math.max(1, estimate));
    double meanX = sumX / weight;
    double variance = Math.max(MIN_VARIANCE, sumXx / weight - meanX * meanX);
    double covariance = sumXy / weight - meanX * sumY / weight;
    double slope =
        Math.clamp(
            (covariance * weight + variance * PRIOR_WEIGHT) / (variance * (weight + PRIOR_WEIGHT)),
            0,
            MAX_SLOPE);
    // Beyond the estimates so far, nothing is known but the estimate.
    double range = RANGE * Math.sqrt(variance);
    double known = Math.clamp(x, meanX - range, meanX + range);
    return Math.exp(sumY / weight + slope * (known - meanX) + (x - known));
  }
}
