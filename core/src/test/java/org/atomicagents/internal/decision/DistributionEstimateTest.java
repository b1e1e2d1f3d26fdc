package org.atomicagents.internal.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.LongStream;
import org.atomicagents.DecisionDistribution;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.JsonPath;
import org.atomicagents.model.ModelEvent.TokenProbability;
import org.junit.jupiter.api.Test;

class DistributionEstimateTest {
  private static final int ROUNDS = 2_000;
  private static final int MIN_EXACT = ROUNDS / 50;
  private static final double ROUNDING = 1e-9;
  private static final String[] SPACES = {"", " ", "\n  "};

  @Test
  void theTrueDistributionIsWithinTheBoundsAndEqualWhereAllAlternativesAreReturned() {
    long first = System.nanoTime();
    System.out.println("DistributionEstimateTest seed " + first);

    // With all alternatives, and all tokens of one value at the first token. Without a mask, the
    // tokens that the schema forbids have probabilities, too, which are excluded.
    for (boolean isMasked : new boolean[] {false, true}) {
      long exact =
          LongStream.range(first, first + ROUNDS).filter(seed -> isExact(seed, isMasked)).count();
      assertThat(exact).as("masked: %s, first seed %d", isMasked, first).isGreaterThan(MIN_EXACT);
    }
  }

  /** Checks one random response; returns whether its distribution was known completely. */
  private static boolean isExact(long seed, boolean isMasked) {
    var random = new Random(seed);
    SequencedMap<String, String> literals = literals(random);
    String space = SPACES[random.nextInt(SPACES.length)];
    String between = "\"" + (random.nextBoolean() ? "" : space) + ":" + space;
    int split = random.nextInt(between.length() + 1);
    var model = new RandomTokenModel(between.substring(split), literals, "}", seed, isMasked);
    var names = new ArrayList<>(literals.keySet());
    String value = names.get(random.nextInt(names.size()));
    String head = "{" + space + "\"k\u00fcy" + between.substring(0, split);
    var tokens = new ArrayList<TokenProbability>();
    tokens.add(TokenProbability.of("```json\n", 0.5));
    tokens.add(TokenProbability.of(head, 0.5));
    int maxAlternatives = random.nextBoolean() ? 1_000 : 1 + random.nextInt(8);
    List<TokenProbability> written = model.write(value, maxAlternatives, random);
    tokens.addAll(written);
    tokens.add(TokenProbability.of("", 1));
    String json = head + between.substring(split) + literals.get(value) + "}";

    var component =
        DecisionComponent.of(
            "$.k\u00fcy", new JsonPath(List.of(new JsonPath.Key("k\u00fcy"))), literals);
    Map<String, DecisionDistribution> found =
        DecisionReader.read(json, tokens, List.of(component)).byPath();

    assertThat(found).as("seed %d: %s", seed, json).hasSize(1);
    DecisionDistribution distribution = found.get("$.k\u00fcy");
    assertThat(distribution.value()).as("seed %d", seed).isEqualTo(value);
    Map<String, Double> expected = model.shares(beforeValue(written, between.substring(split)));
    double sum = distribution.unknown();
    for (String name : names) {
      double share = expected.getOrDefault(name, 0.0);
      assertThat(share)
          .as("seed %d: %s in %s of %s", seed, name, distribution, tokens)
          .isBetween(
              distribution.probability(name) - ROUNDING, distribution.upperBound(name) + ROUNDING);
      sum += distribution.probability(name);
    }
    assertThat(sum).as("seed %d", seed).isCloseTo(1, within(ROUNDING));
    return distribution.unknown() < ROUNDING;
  }

  /** Returns the text of the tokens that contain nothing of the value. */
  private static String beforeValue(List<TokenProbability> tokens, String key) {
    String text = "";
    for (TokenProbability token : tokens) {
      if ((text + token.text()).length() > key.length()) {
        return text;
      }
      text += token.text();
    }
    return text;
  }

  private static SequencedMap<String, String> literals(Random random) {
    var literals = new LinkedHashMap<String, String>();
    switch (random.nextInt(3)) {
      case 0 -> {
        literals.put("true", "true");
        literals.put("false", "false");
      }
      case 1 -> {
        String[] stems = {"URGENT", "UR", "URB", "LOW", "LOWER", "\u00c4RGER", "\u00c4R", "a\"b"};
        while (literals.size() < 2 || random.nextInt(4) > 0) {
          String name = stems[random.nextInt(stems.length)];
          literals.put(name, JsonIo.quote(name));
        }
      }
      default -> {
        int min = random.nextInt(14) - 2;
        int max = min + 1 + random.nextInt(20);
        for (int number = min; number <= max; number++) {
          literals.put(Integer.toString(number), Integer.toString(number));
        }
      }
    }
    if (random.nextInt(4) == 0) {
      literals.put("null", "null");
    }
    return literals;
  }
}
