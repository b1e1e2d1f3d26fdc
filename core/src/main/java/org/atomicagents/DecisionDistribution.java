package org.atomicagents;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.atomicagents.schema.Description;

/**
 * The probabilities of the values that one component of a decision can have.
 *
 * <p>They are measurements of the model, given everything that it wrote before the component, and
 * are not calibrated: a model that is wrong can be certain. They sum up to 1 together with {@link
 * #unknown()}, the share of continuations that the server did not return. A value that was not
 * returned has the probability 0. The true probability of a value is therefore at least {@link
 * #probability}, and at most {@link #upperBound}.
 *
 * <p>Immutable.
 *
 * @param value the name of the value in the response: the JSON text of a boolean or number, the
 *     text of a string
 * @param probabilities the lower bounds of the probabilities from 0 to 1, by the names of all
 *     values, in the order of the schema
 * @param unknown the share that belongs to none of the values, from 0 to 1
 */
@Description("The probabilities of the values of one component.")
public record DecisionDistribution(
    @Description("The value in the response.") String value,
    @Description("The probabilities by value.") Map<String, Double> probabilities,
    @Description("The share that belongs to none of the values.") double unknown) {

  /**
   * Creates a distribution.
   *
   * @throws IllegalArgumentException if the value has no probability
   */
  public DecisionDistribution {
    Objects.requireNonNull(value, "value");
    probabilities = Collections.unmodifiableMap(new LinkedHashMap<>(probabilities));
    if (!probabilities.containsKey(value)) {
      throw new IllegalArgumentException(
          "value: expected one of %s, found \"%s\"".formatted(probabilities.keySet(), value));
    }
  }

  /** Returns the probability of the value in the response. */
  public double probability() {
    return probability(value);
  }

  /**
   * Returns the probability of a value: the lower bound.
   *
   * @param name the name of a value, such as {@code true} or {@code URGENT}
   * @throws IllegalArgumentException if there is no such value
   */
  public double probability(String name) {
    Double probability = probabilities.get(name);
    if (probability == null) {
      throw new IllegalArgumentException(
          "name: expected one of %s, found \"%s\"".formatted(probabilities.keySet(), name));
    }
    return probability;
  }

  /**
   * Returns the upper bound of the probability of a value.
   *
   * @throws IllegalArgumentException if there is no such value
   */
  public double upperBound(String name) {
    return Math.min(1, probability(name) + unknown);
  }

  /**
   * Returns the share of a value in the known part: an estimate of its probability if the server
   * returns few alternatives.
   *
   * @throws IllegalArgumentException if there is no such value
   */
  public double shareOfKnown(String name) {
    double known = probabilities.values().stream().mapToDouble(p -> p).sum();
    return known > 0 ? probability(name) / known : 0;
  }
}
