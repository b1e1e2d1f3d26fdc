package org.atomicagents;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.atomicagents.schema.Description;
import org.jspecify.annotations.Nullable;

/**
 * An output with the probabilities of its components: those that are a boolean, an enum or an
 * integer of a small range, in nested records too.
 *
 * {@snippet class="org.atomicagents.DecisionSnippets" region="decision"}
 *
 * <p>Paths are written as in violations, {@code $.customer.isKnown}, or without the {@code $.}. A
 * component has no distribution if the provider returned no probabilities, or if its value is not
 * in the response.
 *
 * <p>Immutable if the value is.
 *
 * @param <T> the type of the value
 * @param value the output
 * @param components the paths of all components that can have probabilities, in the order of the
 *     schema
 * @param distributions the distributions by path
 */
@Description("An output with the probabilities of its components.")
public record Decision<T>(
    @Description("The output.") T value,
    @Description("The paths of the components.") List<String> components,
    @Description("The distributions by path.") Map<String, DecisionDistribution> distributions) {

  private static final String ROOT = "$";

  public Decision {
    Objects.requireNonNull(value, "value");
    components = List.copyOf(components);
    distributions = Collections.unmodifiableMap(new LinkedHashMap<>(distributions));
  }

  /** Returns whether at least one component has a distribution. */
  public boolean hasProbabilities() {
    return !distributions.isEmpty();
  }

  /**
   * Returns the probability of a component's value in the response, a lower bound; empty if it is
   * not known.
   *
   * @throws IllegalArgumentException if there is no such component
   */
  public OptionalDouble probability(String path) {
    DecisionDistribution distribution = find(path);
    return distribution == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(distribution.probability());
  }

  /**
   * Returns the distribution of a component; empty if it is not known.
   *
   * @throws IllegalArgumentException if there is no such component
   */
  public Optional<DecisionDistribution> distribution(String path) {
    return Optional.ofNullable(find(path));
  }

  /**
   * Returns the lowest {@link #probability} of all components; 0 if one is not known, so that a
   * bound rejects the decision.
   */
  public double minProbability() {
    return components.stream().mapToDouble(path -> probability(path).orElse(0)).min().orElse(0);
  }

  private @Nullable DecisionDistribution find(String path) {
    Objects.requireNonNull(path, "path");
    String full = path.startsWith(ROOT) ? path : ROOT + "." + path;
    if (!components.contains(full)) {
      throw new IllegalArgumentException(
          "path: expected one of %s, found \"%s\"".formatted(components, path));
    }
    return distributions.get(full);
  }
}
