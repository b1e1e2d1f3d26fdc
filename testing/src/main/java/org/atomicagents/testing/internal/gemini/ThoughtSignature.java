package org.atomicagents.testing.internal.gemini;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.TreeMap;
import org.atomicagents.testing.internal.server.ServerJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The thought signatures of simulated models, which later requests repeat.
 *
 * <p>Like Google, the server requires from Gemini 3 on the signature of the first call in each
 * response of the current turn, and accepts signatures of the same model only, on the part that had
 * them. Source: <a href="https://ai.google.dev/gemini-api/docs/thought-signatures">Thought
 * signatures</a>.
 */
final class ThoughtSignature {
  // Documented replacements for the signatures of calls of other models.
  private static final Set<String> DUMMIES =
      Set.of("skip_thought_signature_validator", "context_engineering_is_the_way_to_go");
  private static final String PREFIX = "simulated\n";
  private static final String TEXT = "text";

  private ThoughtSignature() {}

  /** Returns the signature of a text. */
  static String ofText(String model) {
    return sign(model, TEXT);
  }

  /** Returns the signature of a call. */
  static String ofCall(String model, JsonNode call) {
    return sign(model, canonical(call));
  }

  private static String sign(String model, String part) {
    String content = PREFIX + model + "\n" + Integer.toHexString(part.hashCode());
    return Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8));
  }

  private static String canonical(JsonNode call) {
    var arguments = new TreeMap<String, JsonNode>();
    call.path("args").properties().forEach(a -> arguments.put(a.getKey(), a.getValue()));
    ObjectNode sorted = JsonNodeFactory.instance.objectNode();
    sorted.setAll(arguments);
    return call.path("name").asString("") + ServerJson.text(sorted);
  }

  /** Throws Google's error if a signature is missing or wrong. */
  static void check(String model, JsonNode contents) {
    boolean isRequired = GeminiFamily.of(model).requiresSignatures();
    int turn = currentTurn(contents);
    for (int i = 0; i < contents.size(); i++) {
      boolean isFirstCall = contents.get(i).path("role").asString("").equals("model");
      for (JsonNode part : contents.get(i).path("parts")) {
        boolean isCall = part.has("functionCall");
        if (part.has("thoughtSignature")) {
          checkPart(model, part);
        } else if (isCall && isFirstCall && isRequired && i > turn) {
          throw missing(part.path("functionCall").path("name").asString(""), i + 1);
        }
        isFirstCall &= !isCall;
      }
    }
  }

  /** Returns the index of the last content of the user that is no response of a function. */
  private static int currentTurn(JsonNode contents) {
    for (int i = contents.size() - 1; i >= 0; i--) {
      boolean isUser = !contents.get(i).path("role").asString("user").equals("model");
      boolean isResponse =
          contents.get(i).path("parts").values().stream()
              .anyMatch(part -> part.has("functionResponse"));
      if (isUser && !isResponse) {
        return i;
      }
    }
    return -1;
  }

  private static void checkPart(String model, JsonNode part) {
    String signature = part.path("thoughtSignature").asString("");
    if (DUMMIES.contains(signature) || DUMMIES.contains(decoded(signature))) {
      return;
    }
    JsonNode call = part.path("functionCall");
    // Standard and URL-safe alphabets are equal for Google.
    String standard = signature.replace('-', '+').replace('_', '/');
    if (standard.equals(call.isObject() ? ofCall(model, call) : ofText(model))) {
      return;
    }
    throw GoogleErrors.invalid(
        isOf(model, standard) ? "Corrupted thought signature." : "Invalid thought signature.");
  }

  private static boolean isOf(String model, String signature) {
    return decoded(signature).startsWith(PREFIX + model + "\n");
  }

  private static String decoded(String signature) {
    try {
      return new String(Base64.getDecoder().decode(signature), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      return "";
    }
  }

  private static RuntimeException missing(String function, int position) {
    return GoogleErrors.invalid(
        "Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, and missing thought_signature may lead to degraded model performance. Additional data, function call `default_api:%s` , position %d. Please refer to https://ai.google.dev/gemini-api/docs/thought-signatures for more details."
            .formatted(function, position));
  }
}
