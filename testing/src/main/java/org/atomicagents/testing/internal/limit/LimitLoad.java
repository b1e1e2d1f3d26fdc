package org.atomicagents.testing.internal.limit;

import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The sizes of random requests, and the errors of their estimates. Not thread-safe.
 *
 * <p>A fifth of a request's tokens are output, which varies with a lognormal distribution.
 */
public final class LimitLoad {
  private static final double OUTPUT_SHARE = 0.2;
  private static final double OUTPUT_SIGMA = 0.3;

  private final RandomGenerator random;
  private final SizeDistribution sizes;
  private final EstimateError error;

  public LimitLoad(RandomGenerator random, SizeDistribution sizes, EstimateError error) {
    this.random = random;
    this.sizes = sizes;
    this.error = error;
  }

  /** The total tokens of a request. */
  @FunctionalInterface
  public interface SizeDistribution {
    double next(RandomGenerator random);

    /** Returns sizes that are all equal. */
    static SizeDistribution constant(double tokens) {
      return random -> tokens;
    }

    /** Returns sizes whose logarithms are evenly distributed. */
    static SizeDistribution logUniform(double min, double max) {
      return random -> min * Math.pow(max / min, random.nextDouble());
    }
  }

  /** The ratio of an estimate of input tokens to the actual ones. */
  @FunctionalInterface
  public interface EstimateError {
    double next(RandomGenerator random);

    /** Returns an error that is the same for all requests. */
    static EstimateError factor(double factor) {
      return random -> factor;
    }

    /** Returns a lognormal error. */
    static EstimateError noise(double sigma) {
      return random -> Math.exp(sigma * random.nextGaussian());
    }

    /**
     * Returns the error of requests of which a few are many times larger than estimated: a Pareto
     * distribution of the actual size, up to 20 times the estimate.
     */
    static EstimateError heavyTail(double alpha) {
      DoubleUnaryOperator pareto = uniform -> Math.pow(1 - uniform, -1 / alpha);
      return random -> 1 / Math.min(20, pareto.applyAsDouble(random.nextDouble()));
    }
  }

  SimulatedRequest next() {
    double tokens = sizes.next(random);
    double input = tokens * (1 - OUTPUT_SHARE);
    double output = tokens * OUTPUT_SHARE * Math.exp(OUTPUT_SIGMA * random.nextGaussian());
    return new SimulatedRequest(
        Math.max(1, Math.round(input * error.next(random))),
        Math.max(1, Math.round(input)),
        Math.max(1, Math.round(output)));
  }
}
