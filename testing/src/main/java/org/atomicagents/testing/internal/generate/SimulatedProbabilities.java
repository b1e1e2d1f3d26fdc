package org.atomicagents.testing.internal.generate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The log probabilities of a generated text's tokens.
 *
 * <p>A token that begins a boolean, a digit or a value of an enum of the request has the beginnings
 * of the other values as alternatives, and a probability from 0.5 to 1 that depends on the request.
 * Every other token is certain. Source: https://platform.openai.com/docs/api-reference/chat/create.
 *
 * @param isRequested whether the request asks for them
 * @param maxAlternatives the number of alternatives that the request asks for
 * @param enums the values of the enums in the request
 * @param seed the hash of the request
 */
public record SimulatedProbabilities(
    boolean isRequested, int maxAlternatives, List<List<String>> enums, int seed) {
  private static final String TOP = "top_logprobs";
  private static final List<String> BOOLEANS = List.of("true", "false");
  private static final List<String> DIGITS =
      List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

  /** Returns probabilities that are not requested: no tokens. */
  public static SimulatedProbabilities none() {
    return new SimulatedProbabilities(false, 0, List.of(), 0);
  }

  /**
   * Returns the probabilities of a request.
   *
   * @param request the request with its schema
   * @param identity the text on which the probabilities depend
   * @param maxAlternatives the number of alternatives that the request asks for
   */
  public static SimulatedProbabilities of(JsonNode request, String identity, int maxAlternatives) {
    var enums = new ArrayList<List<String>>();
    for (JsonNode values : request.findValues("enum")) {
      enums.add(values.values().stream().map(value -> value.asString("")).toList());
    }
    return new SimulatedProbabilities(true, maxAlternatives, enums, identity.hashCode());
  }

  /** Returns the tokens of a text; empty if they were not requested. */
  public ArrayNode tokens(String text) {
    ArrayNode tokens = JsonNodeFactory.instance.arrayNode();
    if (isRequested) {
      SimpleTokenizer.of(text).forEach(token -> add(token, tokens));
    }
    return tokens;
  }

  private void add(String token, ArrayNode tokens) {
    String value = token.stripLeading();
    String space = token.substring(0, token.length() - value.length());
    Set<String> others = others(value);
    double probability = others.isEmpty() ? 1 : probability(token);
    ObjectNode written = token(token, probability);
    ArrayNode top = written.putArray(TOP);
    if (maxAlternatives > 0) {
      top.add(token(token, probability));
    }
    others.stream()
        .limit(Math.max(0, maxAlternatives - 1))
        .forEach(other -> top.add(token(space + other, (1 - probability) / others.size())));
    tokens.add(written);
  }

  private double probability(String token) {
    return 0.5 + Math.floorMod(31 * seed + token.hashCode(), 500) / 1_000.0;
  }

  /** Returns the first tokens of the values that could stand in the place of a token. */
  private Set<String> others(String token) {
    var others = new LinkedHashSet<String>();
    var groups = new ArrayList<>(enums);
    groups.add(BOOLEANS);
    groups.add(DIGITS);
    for (List<String> group : groups) {
      List<String> starts = group.stream().map(SimulatedProbabilities::firstToken).toList();
      if (starts.contains(token)) {
        others.addAll(starts);
      }
    }
    others.remove(token);
    return others;
  }

  private static String firstToken(String value) {
    List<String> tokens = SimpleTokenizer.of(value);
    return tokens.isEmpty() ? "" : tokens.getFirst();
  }

  private static ObjectNode token(String text, double probability) {
    ObjectNode token = JsonNodeFactory.instance.objectNode();
    token.put("token", text).put("logprob", Math.log(probability));
    ArrayNode bytes = token.putArray("bytes");
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      bytes.add(Byte.toUnsignedInt(b));
    }
    return token;
  }
}
