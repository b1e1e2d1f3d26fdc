package org.atomicagents.internal.decision;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.atomicagents.model.ModelEvent.TokenProbability;

/**
 * A model of known probabilities that writes one value, in random tokens: the text between the last
 * token and the value, the JSON text of the value, and the character after it.
 */
final class RandomTokenModel {
  private static final String[] FORBIDDEN = {"?", "`json", "[", "ö!"};
  private static final String SPACE = "\n\t ";

  private final String before;
  private final Map<String, String> literals;
  private final String after;
  private final long seed;
  private final boolean isMasked;
  private final Map<String, Map<String, Double>> shares = new HashMap<>();

  /**
   * Creates a model.
   *
   * @param before the text before the value that its tokens may contain
   * @param isMasked whether the probabilities of forbidden tokens are removed, as some servers do
   */
  RandomTokenModel(
      String before, Map<String, String> literals, String after, long seed, boolean isMasked) {
    this.before = before;
    this.literals = literals;
    this.after = after;
    this.seed = seed;
    this.isMasked = isMasked;
  }

  /** Returns the true probabilities of the values that a text allows. */
  Map<String, Double> shares(String written) {
    Map<String, Double> known = shares.get(written);
    if (known == null) {
      known = computeShares(written);
      shares.put(written, known);
    }
    return known;
  }

  private Map<String, Double> computeShares(String written) {
    Set<String> allowed = allowed(written);
    if (allowed.size() == 1) {
      return Map.of(allowed.iterator().next(), 1.0);
    }
    var sums = new HashMap<String, Double>();
    double total = 0;
    for (Map.Entry<String, Double> token : tokens(written).entrySet()) {
      // White space before the value leads back to the same choice.
      if (!token.getKey().equals(SPACE) && !allowed(written + token.getKey()).isEmpty()) {
        total += token.getValue();
        shares(written + token.getKey())
            .forEach((name, share) -> sums.merge(name, share * token.getValue(), Double::sum));
      }
    }
    double all = total;
    sums.replaceAll((name, sum) -> sum / all);
    return sums;
  }

  /**
   * Returns the tokens of a random response.
   *
   * @param maxAlternatives the number of alternatives that the server returns
   */
  List<TokenProbability> write(String name, int maxAlternatives, Random random) {
    String text = before + literals.get(name) + after;
    var tokens = new ArrayList<TokenProbability>();
    String written = "";
    while (written.length() < text.length()) {
      String prefix = written;
      Map<String, Double> all = tokens(written);
      List<String> possible =
          all.keySet().stream().filter(token -> text.startsWith(prefix + token)).toList();
      String chosen = possible.get(random.nextInt(possible.size()));
      tokens.add(
          token(chosen, all)
              .withAlternatives(
                  all.keySet().stream()
                      .sorted(Comparator.comparingDouble(token -> -all.get(token)))
                      .limit(maxAlternatives)
                      .map(token -> token(token, all))
                      .toList()));
      written += chosen;
    }
    return tokens;
  }

  private static TokenProbability token(String text, Map<String, Double> probabilities) {
    return TokenProbability.of(text.getBytes(StandardCharsets.UTF_8), probabilities.get(text));
  }

  private Set<String> allowed(String written) {
    var allowed = new LinkedHashSet<String>();
    literals.forEach((name, literal) -> {
      if ((before + literal + after).startsWith(written)) {
        allowed.add(name);
      }
    });
    return allowed;
  }

  /** Returns the probabilities of all tokens after a text. */
  private Map<String, Double> tokens(String written) {
    var random = new Random(seed * 31 + written.hashCode());
    var weights = new LinkedHashMap<String, Double>();
    for (String name : allowed(written)) {
      String rest = (before + literals.get(name) + after).substring(written.length());
      for (int length = 1; length <= rest.length(); length++) {
        // Single characters are always tokens, so that each text can be written.
        if (length == 1 || random.nextInt(3) == 0) {
          weights.putIfAbsent(rest.substring(0, length), Math.pow(random.nextDouble(), 3) + 1e-6);
        }
      }
    }
    if (!isMasked) {
      for (String token : FORBIDDEN) {
        weights.put(token, random.nextDouble());
      }
    }
    if (written.equals(before) && random.nextBoolean()) {
      weights.put(SPACE, random.nextDouble() / 4);
    }
    double total = weights.values().stream().mapToDouble(weight -> weight).sum();
    weights.replaceAll((token, weight) -> weight / total);
    return weights;
  }
}
