package org.atomicagents.internal.decision;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.atomicagents.DecisionDistribution;
import org.atomicagents.internal.json.JsonPath;
import org.atomicagents.model.ModelEvent.TokenProbability;

/** Computes the distributions of a response's components from its tokens. Has no state. */
public final class DecisionReader {
  private DecisionReader() {}

  /**
   * The distributions of a response.
   *
   * @param byPath the known distributions by the path of their component
   * @param missing why there are none; empty if there is at least one
   */
  public record Distributions(SequencedMap<String, DecisionDistribution> byPath, String missing) {

    private static Distributions missing(String reason) {
      return new Distributions(new LinkedHashMap<>(), reason);
    }
  }

  /**
   * Returns the distributions of the components of a response.
   *
   * @param json the response before repairs
   */
  public static Distributions read(
      String json, List<TokenProbability> tokens, List<DecisionComponent> components) {
    if (tokens.isEmpty()) {
      return Distributions.missing("the response contains no probabilities of tokens");
    }
    Map<JsonPath, Integer> starts = ValueLocator.locate(json);
    if (starts.isEmpty()) {
      return Distributions.missing("the response is not a JSON object");
    }
    TokenizedText response = TokenizedText.of(json, tokens);
    if (response == null) {
      return Distributions.missing("the tokens of the response differ from its text");
    }
    var distributions = new LinkedHashMap<String, DecisionDistribution>();
    for (DecisionComponent component : components) {
      Integer start = starts.get(component.location());
      DecisionDistribution distribution =
          start == null ? null : DistributionEstimate.of(response, start, component);
      if (distribution != null) {
        distributions.put(component.path(), distribution);
      }
    }
    return distributions.isEmpty()
        ? Distributions.missing("no component of the response has a known probability")
        : new Distributions(distributions, "");
  }
}
