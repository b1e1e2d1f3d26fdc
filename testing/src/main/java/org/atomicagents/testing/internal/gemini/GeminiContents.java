package org.atomicagents.testing.internal.gemini;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Checks the contents of a request: roles, parts, and the pairs of function calls and responses.
 *
 * <p>Source: <a href="https://ai.google.dev/gemini-api/docs/function-calling">Function calling</a>.
 */
final class GeminiContents {
  private static final Set<String> ROLES = Set.of("user", "model", "function");

  private record Turn(boolean isModel, List<JsonNode> calls, List<JsonNode> responses) {}

  private GeminiContents() {}

  static void check(JsonNode contents) {
    if (contents.isEmpty()) {
      throw GoogleErrors.invalid("* GenerateContentRequest.contents: contents is not specified\n");
    }
    for (int i = 0; i < contents.size(); i++) {
      checkContent(contents.get(i), "* GenerateContentRequest.contents[" + i + "].parts");
    }
    List<Turn> turns = turns(contents);
    for (int i = 0; i < turns.size(); i++) {
      checkCalls(turns, i);
    }
  }

  private static void checkContent(JsonNode content, String path) {
    if (!ROLES.contains(content.path("role").asString("user"))) {
      throw GoogleErrors.invalid("Please use a valid role: user, model.");
    }
    if (content.path("parts").isEmpty()) {
      throw GoogleErrors.invalid(path + ": contents.parts must not be empty.\n");
    }
    for (JsonNode part : content.path("parts")) {
      checkPart(part, path);
    }
  }

  /** Returns the turns; successive contents of one role are one turn. */
  private static List<Turn> turns(JsonNode contents) {
    var turns = new ArrayList<Turn>();
    for (JsonNode content : contents) {
      boolean isModel = content.path("role").asString("user").equals("model");
      if (turns.isEmpty() || turns.getLast().isModel() != isModel) {
        turns.add(new Turn(isModel, new ArrayList<>(), new ArrayList<>()));
      }
      turns.getLast().calls().addAll(parts(content, "functionCall"));
      turns.getLast().responses().addAll(parts(content, "functionResponse"));
    }
    return turns;
  }

  private static void checkCalls(List<Turn> turns, int index) {
    Turn turn = turns.get(index);
    if (!turn.calls().isEmpty() && index == 0) {
      throw GoogleErrors.invalid(
          "Please ensure that function call turn comes immediately after a user turn or after a"
              + " function response turn.");
    }
    if (!turn.responses().isEmpty()) {
      checkResponses(index == 0 ? List.of() : turns.get(index - 1).calls(), turn.responses());
    }
    boolean isAnswered = index + 1 == turns.size() || !turns.get(index + 1).responses().isEmpty();
    if (!turn.calls().isEmpty() && !isAnswered) {
      throw unequalCount();
    }
  }

  private static void checkPart(JsonNode part, String path) {
    List<String> data =
        part.propertyNames().stream()
            .filter(name ->
                Set.of("text", "inlineData", "fileData", "functionCall", "functionResponse")
                    .contains(name))
            .toList();
    if (data.size() > 1) {
      throw GoogleErrors.invalid(
          "Invalid value at '%s' (oneof), oneof field 'data' is already set. Cannot set '%s'"
              .formatted(path, data.get(1)));
    }
    if (part.isEmpty()) {
      throw GoogleErrors.invalid(
          path + ".data: required oneof field 'data' must have one initialized field\n");
    }
    for (String call : List.of("functionCall", "functionResponse")) {
      if (part.has(call) && part.get(call).path("name").asString("").isEmpty()) {
        throw GoogleErrors.invalid(path + "." + call + ".name: Name cannot be empty.\n");
      }
    }
    for (String media : List.of("inlineData", "fileData")) {
      if (part.has(media) && part.get(media).path("mimeType").asString("").isEmpty()) {
        throw GoogleErrors.invalid(
            "Unable to submit request because it must have a mimeType parameter in " + media + ".");
      }
    }
  }

  private static void checkResponses(List<JsonNode> calls, List<JsonNode> responses) {
    if (calls.isEmpty()) {
      throw GoogleErrors.invalid(
          "Please ensure that function response turn comes immediately after a function call"
              + " turn.");
    }
    if (calls.size() != responses.size()) {
      throw unequalCount();
    }
    var names = new HashSet<String>();
    var keys = new HashSet<String>();
    for (JsonNode call : calls) {
      names.add(name(call));
      keys.add(key(call));
    }
    boolean hasIds = calls.stream().allMatch(call -> call.has("id"));
    for (JsonNode response : responses) {
      boolean isPaired =
          (hasIds && response.has("id"))
              ? keys.remove(key(response))
              : names.contains(name(response));
      if (!isPaired) {
        throw GoogleErrors.invalid(
            "Please ensure that the id and the name of each function response part are equal to"
                + " those of a function call part of the function call turn.");
      }
    }
  }

  private static String name(JsonNode call) {
    return call.path("name").asString("");
  }

  private static String key(JsonNode call) {
    return call.path("id").asString("") + " " + name(call);
  }

  private static RuntimeException unequalCount() {
    return GoogleErrors.invalid(
        "Please ensure that the number of function response parts is equal to the number of"
            + " function call parts of the function call turn.");
  }

  static List<JsonNode> parts(JsonNode content, String name) {
    return content.path("parts").values().stream()
        .filter(part -> part.has(name))
        .map(part -> part.get(name))
        .toList();
  }
}
