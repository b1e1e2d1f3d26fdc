package org.atomicagents.internal.decision;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import org.atomicagents.DecisionDistribution;
import org.atomicagents.model.ModelEvent.TokenProbability;
import org.jspecify.annotations.Nullable;

/**
 * The computation of one component's distribution from the tokens of a response.
 *
 * <p>At the token with the beginning of the value, each alternative allows some of the values. The
 * probability of an alternative that allows one value belongs to that value. The token of the
 * response, if it allows several, is continued at the next token, by the chain rule. What happens
 * after another token that allows several, or after a token that was not returned, is unknown.
 * Tokens that allow no value are excluded, so that the rest is normalised at each token: this is
 * the distribution of a model that can write allowed values only.
 *
 * <p>Not thread-safe.
 */
final class DistributionEstimate {
  private final TokenizedText response;
  private final ValuePattern pattern;
  private final SequencedMap<String, Double> probabilities = new LinkedHashMap<>();
  // The probability of the response's text up to the current token, since the first one.
  private double weight = 1;
  private Set<String> candidates;

  private DistributionEstimate(TokenizedText response, ValuePattern pattern) {
    this.response = response;
    this.pattern = pattern;
    this.candidates = new LinkedHashSet<>(pattern.names());
    candidates.forEach(name -> probabilities.put(name, 0.0));
  }

  /**
   * Returns the distribution of a component; null if nothing is known about it.
   *
   * @param start the offset of the component's value in the response, in UTF-8
   */
  static @Nullable DecisionDistribution of(
      TokenizedText response, int start, DecisionComponent component) {
    var pattern = ValuePattern.of(response.text(), start, component.literals());
    String value = pattern.value();
    if (!component.literals().containsKey(value)) {
      return null;
    }
    var estimate = new DistributionEstimate(response, pattern);
    estimate.descend(response.tokenAt(start));
    double known = estimate.probabilities.values().stream().mapToDouble(p -> p).sum();
    return known > 0
        ? new DecisionDistribution(value, estimate.probabilities, Math.max(0, 1 - known))
        : null;
  }

  private void descend(int first) {
    for (int i = first; i < response.tokens().size() && weight > 0; i++) {
      if (response.tokens().get(i).utf8().length > 0) {
        read(i);
      }
    }
  }

  /** Adds the probabilities of the alternatives at a token; {@code weight} becomes what remains. */
  private void read(int index) {
    TokenProbability chosen = response.tokens().get(index);
    int offset = response.start(index);
    var known = new LinkedHashMap<String, Double>();
    double ambiguous = 0;
    double total = 0;
    double continued = 0;
    Set<String> next = Set.of();
    int chosenIndex = indexOf(chosen);
    List<TokenProbability> alternatives = chosen.alternatives();
    for (int i = chosenIndex < 0 ? -1 : 0; i < alternatives.size(); i++) {
      TokenProbability token = i < 0 ? chosen : alternatives.get(i);
      Set<String> allowed = pattern.matches(offset, token.utf8(), candidates);
      total += token.probability();
      if (allowed.size() == 1) {
        known.merge(allowed.iterator().next(), token.probability(), Double::sum);
      } else if (allowed.size() > 1 && i == chosenIndex) {
        continued = token.probability();
        next = allowed;
      } else if (allowed.size() > 1) {
        ambiguous += token.probability();
      }
    }
    double missing = Math.max(0, 1 - total);
    double sum =
        known.values().stream().mapToDouble(p -> p).sum() + ambiguous + continued + missing;
    double scale = sum > 0 ? weight / sum : 0;
    known.forEach((name, p) -> probabilities.merge(name, p * scale, Double::sum));
    weight = continued * scale;
    candidates = next;
  }

  /** Returns the index of the token of the response among its alternatives; -1 if it is not. */
  private static int indexOf(TokenProbability chosen) {
    int best = -1;
    double difference = Double.POSITIVE_INFINITY;
    List<TokenProbability> alternatives = chosen.alternatives();
    for (int i = 0; i < alternatives.size(); i++) {
      TokenProbability token = alternatives.get(i);
      double distance = Math.abs(token.probability() - chosen.probability());
      if (distance < difference && Arrays.equals(token.utf8(), chosen.utf8())) {
        best = i;
        difference = distance;
      }
    }
    return best;
  }
}
