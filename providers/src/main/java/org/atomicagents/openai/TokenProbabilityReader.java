package org.atomicagents.openai;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.model.ModelEvent.TokenProbability;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A parser of the log probabilities of tokens, which chat completions and the Responses API have in
 * common.
 *
 * <p>A token without a valid probability has the probability 0, which means that it is not known.
 * OpenAI sends -9999 for a chosen token outside of the most probable ones, some servers null.
 * Source: https://platform.openai.com/docs/api-reference/chat/object.
 */
final class TokenProbabilityReader {
  private TokenProbabilityReader() {}

  /** Returns the tokens in a JSON list. */
  static List<TokenProbability> read(String json) {
    try (JsonParser parser = WireJson.parser(json)) {
      parser.nextToken();
      return readList(parser);
    }
  }

  /** Returns the tokens of the current value; empty if it is no list. */
  static List<TokenProbability> readList(JsonParser json) {
    return readList(json, true);
  }

  private static List<TokenProbability> readList(JsonParser json, boolean hasAlternatives) {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return List.of();
    }
    var tokens = new ArrayList<TokenProbability>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        tokens.add(readToken(json, hasAlternatives));
      } else {
        json.skipChildren();
      }
    }
    return tokens;
  }

  private static TokenProbability readToken(JsonParser json, boolean hasAlternatives) {
    String text = "";
    byte[] bytes = null;
    double probability = 0;
    List<TokenProbability> alternatives = List.of();
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      JsonToken value = json.nextToken();
      switch (name) {
        case "token" -> text = value == JsonToken.VALUE_STRING ? json.getString() : "";
        case "bytes" -> bytes = readBytes(json);
        case "logprob" -> probability = value.isNumeric() ? probability(json) : 0;
        case "top_logprobs" -> alternatives = hasAlternatives ? readList(json, false) : List.of();
        default -> {}
      }
      json.skipChildren();
    }
    TokenProbability token =
        bytes == null
            ? TokenProbability.of(text, probability)
            : TokenProbability.of(bytes, probability);
    return alternatives.isEmpty() ? token : token.withAlternatives(alternatives);
  }

  // Rounding makes some logarithms slightly positive.
  private static double probability(JsonParser json) {
    double probability = Math.exp(json.getDoubleValue());
    return probability >= 0 ? Math.min(1, probability) : 0;
  }

  /** Returns the bytes of the current list; null if it is not a list of bytes. */
  private static byte @Nullable [] readBytes(JsonParser json) {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      return null;
    }
    var bytes = new ByteArrayOutputStream();
    boolean isValid = true;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      long value = json.currentToken() == JsonToken.VALUE_NUMBER_INT ? WireJson.count(json) : -1;
      isValid &= value >= 0 && value <= 0xFF;
      bytes.write((int) value);
      json.skipChildren();
    }
    return isValid ? bytes.toByteArray() : null;
  }
}
