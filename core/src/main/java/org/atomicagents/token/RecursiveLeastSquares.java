package org.atomicagents.token;

/**
 * A linear estimate that each observation improves: recursive least squares with a prior.
 *
 * <p>The weights begin at those of the prior and deviate from them as far as observations demand.
 * An observation that deviates far more than its weights are uncertain counts less, so that single
 * wrong ones have little effect. Immutable: an observation returns another estimate.
 */
final class RecursiveLeastSquares {
  /** The expected relative error of an estimate with the right weights. */
  private static final double RELATIVE_NOISE = 0.01;

  /** The expected absolute error, in tokens. */
  private static final double ABSOLUTE_NOISE = 1;

  /** The number of standard deviations from which an observation counts less. */
  private static final double OUTLIER = 3;

  /** The growth of the uncertainty with each observation, so that a change is learned. */
  private static final double GROWTH = 1.002;

  private final double[] weights;
  private final double[][] covariance;

  private RecursiveLeastSquares(double[] weights, double[][] covariance) {
    this.weights = weights;
    this.covariance = covariance;
  }

  /**
   * Returns an estimate without observations.
   *
   * @param deviations the standard deviations of the weights
   */
  static RecursiveLeastSquares of(double[] weights, double[] deviations) {
    var covariance = new double[weights.length][weights.length];
    for (int i = 0; i < weights.length; i++) {
      covariance[i][i] = deviations[i] * deviations[i];
    }
    return new RecursiveLeastSquares(weights.clone(), covariance);
  }

  /** Returns a copy of the weights. */
  double[] weights() {
    return weights.clone();
  }

  /** Returns the estimate for amounts. */
  double estimate(double[] amounts) {
    return dot(weights, amounts);
  }

  /** Returns the estimate after an observation. */
  RecursiveLeastSquares observe(double[] amounts, double observed) {
    double scale = ABSOLUTE_NOISE + RELATIVE_NOISE * observed;
    var direction = new double[weights.length];
    for (int i = 0; i < weights.length; i++) {
      direction[i] = dot(covariance[i], amounts) / scale;
    }
    double uncertainty = dot(direction, amounts) / scale;
    double error = (observed - estimate(amounts)) / scale;
    double noise = Math.max(1, Math.abs(error) / (OUTLIER * Math.sqrt(uncertainty + 1)));
    double gain = 1 / (uncertainty + noise * noise);
    var newWeights = new double[weights.length];
    var newCovariance = new double[weights.length][weights.length];
    for (int i = 0; i < weights.length; i++) {
      newWeights[i] = weights[i] + direction[i] * gain * error;
      for (int j = 0; j < weights.length; j++) {
        newCovariance[i][j] =
            (covariance[i][j] - gain * direction[i] * direction[j]) * (i == j ? GROWTH : 1);
      }
    }
    return new RecursiveLeastSquares(newWeights, newCovariance);
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
