package org.atomicagents.anthropic;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A checker of requests of the Messages API, written from the documentation, independently of the
 * code under test:
 *
 * <ul>
 *   <li>https://platform.claude.com/docs/en/api/messages/create
 *   <li>https://platform.claude.com/docs/en/build-with-claude/thinking
 *   <li>https://platform.claude.com/docs/en/build-with-claude/effort
 *   <li>https://platform.claude.com/docs/en/build-with-claude/prompt-caching
 *   <li>https://platform.claude.com/docs/en/build-with-claude/mid-conversation-system-messages
 *   <li>https://platform.claude.com/docs/en/models/opus-5-5/whats-new-opus-5-5
 *   <li>https://platform.claude.com/docs/en/models/sonnet-5-5/whats-new-sonnet-5-5
 * </ul>
 */
final class ClaudeRequestChecker {
  private static final Set<String> PARAMETERS =
      Set.of(
          "cache_control",
          "container",
          "context_management",
          "inference_geo",
          "max_tokens",
          "mcp_servers",
          "messages",
          "metadata",
          "model",
          "output_config",
          "service_tier",
          "speed",
          "stop_sequences",
          "stream",
          "system",
          "temperature",
          "thinking",
          "tool_choice",
          "tools",
          "top_k",
          "top_p");
  private static final Set<String> USER_BLOCKS =
      Set.of("text", "image", "document", "tool_result", "search_result");
  private static final Set<String> MARKABLE =
      Set.of("text", "image", "document", "tool_result", "tool_use");
  private static final Set<String> IMAGES =
      Set.of("image/png", "image/jpeg", "image/gif", "image/webp");
  private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_-]+");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,128}");
  private static final String NEWEST = "claude-(fable-5-1|mythos-5-1|opus-5-5|sonnet-5-5).*";
  private static final String ALWAYS_THINKING = "claude-(fable|mythos|opus-5-5).*";
  private static final String NO_SAMPLING =
      "claude-(fable|mythos|opus-5|sonnet-5|haiku-5|opus-4-[78]).*";
  private static final String SYSTEM_TURNS = "claude-(fable|mythos|opus-4-8|opus-5|sonnet-5-5).*";
  private static final String BUDGETS = "claude-(3|.*-4-[0156]|(opus|sonnet)-4-2025).*";
  private static final String ADAPTIVE = NO_SAMPLING + "|claude-(opus|sonnet)-4-6.*";
  private static final String SCHEMAS = ADAPTIVE + "|claude-.*-4-5.*|claude-opus-4-1.*";

  private final JsonNode request;
  private final String model;
  private final List<String> violations = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  private int marks;

  private ClaudeRequestChecker(JsonNode request) {
    this.request = request;
    this.model = request.path("model").asString("");
  }

  /** Returns the violations of a request body; empty if Anthropic would accept it. */
  static List<String> check(JsonNode request) {
    var checker = new ClaudeRequestChecker(request);
    checker.check();
    return checker.violations;
  }

  private void check() {
    request
        .propertyNames()
        .forEach(name -> require(PARAMETERS.contains(name), "unknown parameter " + name));
    require(!model.isEmpty(), "model must be a string");
    require(request.path("max_tokens").asInt(0) > 0, "max_tokens is required");
    for (JsonNode block : request.path("system")) {
      require(block.path("type").asString("").equals("text"), "system must have text blocks only");
      checkText(block);
      checkMark(block);
    }
    checkMessages();
    checkTools();
    checkSampling();
    checkThinking();
    checkOutput();
    marks += request.has("cache_control") ? 1 : 0;
    require(marks <= 4, "more than 4 cache marks");
  }

  private void checkMessages() {
    JsonNode messages = request.path("messages");
    require(messages.isArray() && !messages.isEmpty(), "messages must be a list");
    require(
        messages.path(0).path("role").asString("").equals("user"), "the first turn is the user's");
    Set<String> open = Set.of();
    for (int i = 0; i < messages.size(); i++) {
      JsonNode message = messages.get(i);
      String role = message.path("role").asString("");
      String before = i == 0 ? "" : messages.get(i - 1).path("role").asString("");
      require(!role.equals(before), "two turns of the role " + role);
      require(
          message.path("content").isString()
              || (message.path("content").isArray() && !message.path("content").isEmpty()),
          "a message needs content");
      switch (role) {
        case "user" -> {
          checkUser(message, open);
          open = Set.of();
        }
        case "assistant" -> {
          require(open.isEmpty(), "no results of the calls " + open);
          open = checkAssistant(message);
        }
        case "system" -> checkSystemTurn(messages, i);
        default -> violations.add("unknown role " + role);
      }
    }
    require(open.isEmpty(), "no results of the calls " + open);
    require(
        !messages.path(messages.size() - 1).path("role").asString("").equals("assistant"),
        "the last turn is not the assistant's");
  }

  private void checkSystemTurn(JsonNode messages, int index) {
    require(model.matches(SYSTEM_TURNS), "role 'system' is not supported on " + model);
    require(
        index > 0 && messages.get(index - 1).path("role").asString("").equals("user"),
        "a system turn follows one of the user");
    require(
        index == messages.size() - 1
            || messages.get(index + 1).path("role").asString("").equals("assistant"),
        "a system turn precedes one of the assistant");
    for (JsonNode block : messages.get(index).path("content")) {
      require(block.path("type").asString("").equals("text"), "a system turn has text blocks only");
      checkMark(block);
    }
  }

  private void checkUser(JsonNode message, Set<String> calls) {
    var answered = new HashSet<String>();
    boolean hasOther = false;
    for (JsonNode block : message.path("content")) {
      String type = block.path("type").asString("");
      require(USER_BLOCKS.contains(type), "user must not have the block " + type);
      checkMark(block);
      if (type.equals("tool_result")) {
        String id = block.path("tool_use_id").asString("");
        require(!hasOther, "tool results are the first blocks");
        require(calls.contains(id), "a result of the unknown call " + id);
        answered.add(id);
      } else {
        hasOther = true;
        checkContent(block, type);
      }
    }
    require(answered.containsAll(calls), "no results of the calls " + calls);
  }

  private void checkContent(JsonNode block, String type) {
    if (type.equals("text")) {
      checkText(block);
      return;
    }
    JsonNode source = block.path("source");
    switch (source.path("type").asString("")) {
      case "url" ->
          require(source.path("url").asString("").startsWith("http"), "a source needs a URL");
      case "base64" -> {
        String mediaType = source.path("media_type").asString("");
        require(
            type.equals("image") ? IMAGES.contains(mediaType) : mediaType.equals("application/pdf"),
            type + " must not have the media type " + mediaType);
        require(!source.path("data").asString("").isEmpty(), "a source needs data");
      }
      default -> violations.add("unknown source " + source.path("type"));
    }
  }

  private Set<String> checkAssistant(JsonNode message) {
    var calls = new HashSet<String>();
    String last = "";
    for (JsonNode block : message.path("content")) {
      last = block.path("type").asString("");
      switch (last) {
        case "text" -> checkText(block);
        case "thinking" ->
            require(
                block.path("thinking").isString() && block.path("signature").isString(),
                "thinking needs its signature");
        case "redacted_thinking" ->
            require(block.path("data").isString(), "redacted thinking needs its data");
        case "tool_use" -> {
          String id = block.path("id").asString("");
          require(ID.matcher(id).matches(), "tool_use with the id " + id);
          require(ids.add(id), "the id " + id + " twice");
          requireName(block.path("name"), "tool_use");
          require(block.path("input").isObject(), "tool_use needs an object as its input");
          calls.add(id);
        }
        default -> require(!USER_BLOCKS.contains(last), "assistant must not have " + last);
      }
      checkMark(block);
    }
    require(!last.endsWith("thinking"), "a response does not end with thinking");
    return calls;
  }

  private void checkText(JsonNode block) {
    require(!block.path("text").asString("").isBlank(), "a text must not be blank");
  }

  private void checkMark(JsonNode block) {
    JsonNode mark = block.path("cache_control");
    if (!mark.isMissingNode()) {
      marks++;
      require(
          MARKABLE.contains(block.path("type").asString("")),
          block.path("type").asString("") + " must not have a cache mark");
      require(
          mark.path("type").asString("").equals("ephemeral")
              && mark.path("ttl").asString("5m").matches("5m|1h"),
          "a cache mark must not be " + mark);
    }
  }

  private void checkTools() {
    var names = new HashSet<String>();
    for (JsonNode tool : request.path("tools")) {
      requireName(tool.path("name"), "tool");
      names.add(tool.path("name").asString(""));
      boolean isServerTool = tool.has("type");
      require(
          isServerTool || tool.path("input_schema").path("type").asString("").equals("object"),
          "input_schema must be of the type object");
    }
    JsonNode choice = request.path("tool_choice");
    if (choice.isMissingNode()) {
      return;
    }
    String type = choice.path("type").asString("");
    require(!names.isEmpty(), "tool_choice without tools");
    require(Set.of("auto", "any", "tool", "none").contains(type), "unknown tool_choice " + type);
    if (type.equals("tool")) {
      require(
          names.contains(choice.path("name").asString("")), "tool_choice names an unknown tool");
    }
    if (type.equals("any") || type.equals("tool")) {
      require(!model.matches(NEWEST), "tool_choice: forced calls are not supported by " + model);
      require(
          !request.path("thinking").path("type").asString("").equals("enabled"),
          "tool_choice: forced calls are not supported with a thinking budget");
    }
  }

  private void checkSampling() {
    requireRange("temperature", 0, 1);
    requireRange("top_p", 0, 1);
    boolean thinks =
        Set.of("adaptive", "enabled").contains(request.path("thinking").path("type").asString(""));
    for (String name : List.of("temperature", "top_p", "top_k")) {
      require(
          !request.has(name) || !model.matches(NO_SAMPLING), model + " does not accept " + name);
      require(!request.has(name) || !thinks, name + " is not accepted while thinking");
    }
    boolean isOld = model.matches("claude-3.*|claude-(opus|sonnet)-4-(0|2025).*");
    require(
        isOld || !request.has("temperature") || !request.has("top_p"),
        "temperature and top_p at once");
    JsonNode tier = request.path("service_tier");
    require(
        tier.isMissingNode() || Set.of("auto", "standard_only").contains(tier.asString("")),
        "service_tier must not be " + tier);
  }

  private void checkThinking() {
    JsonNode thinking = request.path("thinking");
    String type = thinking.path("type").asString("");
    switch (type) {
      case "adaptive" -> require(model.matches(ADAPTIVE), "thinking.adaptive on " + model);
      case "enabled" -> {
        int budget = thinking.path("budget_tokens").asInt(0);
        require(model.matches(BUDGETS), "thinking.enabled on " + model);
        require(budget >= 1_024, "budget_tokens is at least 1024");
        require(budget < request.path("max_tokens").asInt(), "budget_tokens below max_tokens");
      }
      case "disabled" ->
          require(
              !model.matches(ALWAYS_THINKING + "|claude-sonnet-5-5.*"),
              "thinking.disabled on " + model);
      case "between_tools" -> {
        require(model.matches("claude-sonnet-5-5.*"), "thinking.between_tools on " + model);
        require(thinking.size() == 1, "between_tools takes no other field");
      }
      default -> require(thinking.isMissingNode(), "unknown thinking " + thinking);
    }
    String effort = request.path("output_config").path("effort").asString("");
    boolean isOff = type.equals("disabled") || type.equals("between_tools");
    require(
        !isOff || !Set.of("xhigh", "max").contains(effort),
        "the effort " + effort + " without thinking");
    JsonNode display = thinking.path("display");
    require(
        display.isMissingNode() || Set.of("summarized", "omitted").contains(display.asString("")),
        "display must not be " + display);
  }

  private void checkOutput() {
    JsonNode config = request.path("output_config");
    JsonNode format = config.path("format");
    if (!format.isMissingNode()) {
      require(format.path("type").asString("").equals("json_schema"), "unknown format " + format);
      require(model.matches(SCHEMAS), model + " has no structured outputs");
      violations.addAll(ClaudeSchemaChecker.check(format.path("schema")));
    }
    JsonNode effort = config.path("effort");
    if (!effort.isMissingNode()) {
      require(
          efforts().contains(effort.asString("")), "effort of " + model + " must not be " + effort);
    }
    if (config.has("task_budget")) {
      require(
          config.path("task_budget").path("total").asInt(0) >= 20_000,
          "task_budget is at least 20000");
    }
  }

  private Set<String> efforts() {
    if (model.matches(NO_SAMPLING)) {
      return Set.of("low", "medium", "high", "xhigh", "max");
    } else if (model.matches("claude-(opus|sonnet)-4-6.*")) {
      return Set.of("low", "medium", "high", "max");
    }
    return model.startsWith("claude-opus-4-5") ? Set.of("low", "medium", "high") : Set.of();
  }

  private void requireRange(String name, double min, double max) {
    JsonNode value = request.path(name);
    require(
        value.isMissingNode() || (value.asDouble() >= min && value.asDouble() <= max),
        name + " is out of range");
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
