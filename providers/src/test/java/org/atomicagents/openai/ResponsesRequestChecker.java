package org.atomicagents.openai;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A checker of requests of the Responses API, written from the documentation, independently of the
 * code under test:
 *
 * <ul>
 *   <li>https://developers.openai.com/api/reference/resources/responses/methods/create
 *   <li>https://developers.openai.com/api/docs/guides/reasoning
 *   <li>https://developers.openai.com/api/docs/guides/latest-model
 * </ul>
 */
final class ResponsesRequestChecker {
  private static final Set<String> PARAMETERS =
      Set.of(
          "background",
          "conversation",
          "include",
          "input",
          "instructions",
          "max_output_tokens",
          "max_tool_calls",
          "metadata",
          "model",
          "parallel_tool_calls",
          "previous_response_id",
          "prompt",
          "prompt_cache_key",
          "prompt_cache_options",
          "prompt_cache_retention",
          "reasoning",
          "safety_identifier",
          "service_tier",
          "store",
          "stream",
          "stream_options",
          "temperature",
          "text",
          "tool_choice",
          "tools",
          "top_logprobs",
          "top_p",
          "truncation",
          "user");
  private static final Set<String> ROLES = Set.of("user", "assistant", "system", "developer");
  private static final Set<String> INPUT_PARTS = Set.of("input_text", "input_image", "input_file");
  private static final Set<String> OUTPUT_PARTS = Set.of("output_text", "refusal");
  private static final Set<String> SUMMARIES = Set.of("auto", "concise", "detailed");
  private static final Set<String> VERBOSITIES = Set.of("low", "medium", "high");
  private static final Set<String> TIERS = Set.of("auto", "default", "flex", "priority", "fast");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
  private static final Pattern REASONING = Pattern.compile("o\\d.*|gpt-([5-9]|\\d\\d).*");
  private static final Pattern NO_REASONING = Pattern.compile("gpt-5-chat.*");
  private static final Pattern OFF_BY_DEFAULT = Pattern.compile("gpt-5\\.[1-4]((?!-chat|-pro).)*");

  private final JsonNode request;
  private final List<String> violations = new ArrayList<>();

  private ResponsesRequestChecker(JsonNode request) {
    this.request = request;
  }

  /** Returns the violations of a request body; empty if OpenAI would accept it. */
  static List<String> check(JsonNode request) {
    var checker = new ResponsesRequestChecker(request);
    checker.check();
    return checker.violations;
  }

  private void check() {
    request
        .propertyNames()
        .forEach(name -> require(PARAMETERS.contains(name), "unknown parameter " + name));
    require(request.path("model").isString(), "model must be a string");
    JsonNode input = request.path("input");
    require(input.isString() || input.isArray(), "input must be a string or a list");
    checkItems(input);
    checkText();
    checkTools();
    checkSampling();
    checkFamily();
    requireIn(request.path("service_tier"), TIERS, "service_tier");
  }

  private void checkItems(JsonNode items) {
    var open = new HashSet<String>();
    for (int i = 0; i < items.size(); i++) {
      JsonNode item = items.get(i);
      String type = item.path("type").asString("message");
      switch (type) {
        case "message" -> {
          require(open.isEmpty(), "no output for the calls " + open);
          checkMessage(item);
        }
        case "function_call" -> {
          open.add(item.path("call_id").asString(""));
          require(item.path("arguments").isString(), "function_call without arguments");
          requireName(item.path("name"), "function_call");
        }
        case "function_call_output" -> {
          String id = item.path("call_id").asString("");
          require(open.remove(id), "an output for the unknown call " + id);
          require(item.path("output").isString(), "function_call_output without output");
        }
        case "reasoning" -> checkReasoning(item, items.path(i + 1));
        default -> violations.add("unknown item " + type);
      }
    }
    require(open.isEmpty(), "no output for the calls " + open);
  }

  private void checkMessage(JsonNode message) {
    String role = message.path("role").asString("");
    require(ROLES.contains(role), "unknown role " + role);
    JsonNode content = message.path("content");
    require(content.isString() || content.isArray(), "a message needs content");
    Set<String> allowed = role.equals("assistant") ? OUTPUT_PARTS : INPUT_PARTS;
    for (JsonNode part : content) {
      String type = part.path("type").asString("");
      require(allowed.contains(type), role + " must not have the part " + type);
      if (type.equals("input_image")) {
        require(part.path("image_url").isString(), "input_image needs a URL as a string");
      }
      if (type.equals("input_file")) {
        require(part.has("file_data") != part.has("file_url"), "input_file needs data or a URL");
      }
    }
  }

  private void checkReasoning(JsonNode item, JsonNode next) {
    require(item.path("id").isString(), "reasoning without an id");
    require(item.path("summary").isArray(), "reasoning without a summary");
    require(
        request.path("store").asBoolean(true) || item.path("encrypted_content").isString(),
        "reasoning without its encrypted content is not stored");
    require(next.path("id").isString(), "reasoning without its following item");
  }

  private void checkText() {
    JsonNode format = request.path("text").path("format");
    requireIn(request.path("text").path("verbosity"), VERBOSITIES, "verbosity");
    switch (format.path("type").asString("text")) {
      case "text" -> {}
      case "json_object" ->
          require(
              request.path("input").toString().toLowerCase(Locale.ROOT).contains("json"),
              "json_object needs the word JSON in the input");
      case "json_schema" -> {
        requireName(format.path("name"), "text.format");
        require(format.path("schema").isObject(), "text.format needs a schema");
        if (format.path("strict").asBoolean(false)) {
          violations.addAll(StrictSchemaChecker.check(format.path("schema")));
        }
      }
      default -> violations.add("unknown format " + format.path("type"));
    }
  }

  private void checkTools() {
    var names = new HashSet<String>();
    for (JsonNode tool : request.path("tools")) {
      require(!tool.has("function"), "the fields of a tool are not nested");
      requireName(tool.path("name"), "tool");
      names.add(tool.path("name").asString(""));
      // The default of OpenAI.
      if (tool.path("strict").asBoolean(true)) {
        violations.addAll(StrictSchemaChecker.check(tool.path("parameters")));
      }
    }
    JsonNode choice = request.path("tool_choice");
    if (choice.isObject()) {
      require(
          names.contains(choice.path("name").asString("")), "tool_choice names an unknown tool");
    } else if (!choice.isMissingNode()) {
      requireIn(choice, Set.of("auto", "none", "required"), "tool_choice");
      require(!names.isEmpty(), "tool_choice without tools");
    }
  }

  private void checkSampling() {
    requireRange("temperature", 0, 2);
    requireRange("top_p", 0, 1);
    requireRange("max_output_tokens", 16, Integer.MAX_VALUE);
    requireIn(request.path("reasoning").path("summary"), SUMMARIES, "summary");
  }

  /** Checks the parameters whose acceptance depends on the model. */
  private void checkFamily() {
    String model = request.path("model").asString("");
    boolean reasons = REASONING.matcher(model).matches() && !NO_REASONING.matcher(model).matches();
    JsonNode effort = request.path("reasoning").path("effort");
    boolean isEncrypted = request.path("include").toString().contains("encrypted_content");
    require(reasons || !isEncrypted, model + " has no encrypted reasoning");
    require(reasons || !request.has("reasoning"), model + " has no reasoning");
    require(
        model.matches("gpt-([5-9]|\\d\\d)(?!-chat).*") || !request.path("text").has("verbosity"),
        model + " has no verbosity");
    require(
        model.matches("gpt-(5\\.[6-9]|[6-9]).*")
            || !request.path("input").toString().contains("prompt_cache_breakpoint"),
        model + " has no cache breakpoints");
    if (reasons && !effort.isMissingNode()) {
      requireIn(effort, efforts(model), "effort of " + model);
    }
    boolean isOff =
        effort.isMissingNode()
            ? OFF_BY_DEFAULT.matcher(model).matches()
            : effort.asString("").equals("none");
    for (String sampling : List.of("temperature", "top_p")) {
      require(
          !reasons || isOff || !request.has(sampling),
          model + " does not accept " + sampling + " while it reasons");
    }
  }

  private static Set<String> efforts(String model) {
    if (model.matches("gpt-5\\.[123]-chat.*")) {
      return Set.of("medium");
    } else if (model.matches("gpt-6(-astra|\\.[12]).*")) {
      return Set.of("low", "medium", "high", "xhigh", "max");
    } else if (model.matches("gpt-(5\\.6|6).*")) {
      return Set.of("none", "low", "medium", "high", "xhigh", "max");
    } else if (model.matches("gpt-5\\.[2-5].*")) {
      return Set.of("none", "low", "medium", "high", "xhigh");
    } else if (model.startsWith("gpt-5.1")) {
      return Set.of("none", "low", "medium", "high");
    }
    return model.startsWith("gpt-5")
        ? Set.of("minimal", "low", "medium", "high")
        : Set.of("low", "medium", "high");
  }

  private void requireRange(String name, double min, double max) {
    JsonNode value = request.path(name);
    require(
        value.isMissingNode() || (value.asDouble() >= min && value.asDouble() <= max),
        name + " is out of range");
  }

  private void requireIn(JsonNode value, Set<String> allowed, String name) {
    require(
        value.isMissingNode() || allowed.contains(value.asString("")),
        name + " must not be " + value);
  }

  private void requireName(JsonNode name, String owner) {
    require(NAME.matcher(name.asString("")).matches(), owner + " with the name " + name);
  }

  private void require(boolean condition, String violation) {
    if (!condition) {
      violations.add(violation);
    }
  }
}
