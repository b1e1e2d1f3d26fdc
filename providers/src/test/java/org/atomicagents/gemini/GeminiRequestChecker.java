package org.atomicagents.gemini;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A checker of request bodies of generateContent, written from Google's documentation and
 * independent of the writer: https://ai.google.dev/api/generate-content,
 * https://ai.google.dev/gemini-api/docs/function-calling,
 * https://ai.google.dev/gemini-api/docs/thought-signatures,
 * https://ai.google.dev/gemini-api/docs/caching, and the guides of Gemini 3.6 and 3.8.
 */
final class GeminiRequestChecker {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Set<String> FIELDS =
      Set.of(
          "contents",
          "systemInstruction",
          "tools",
          "toolConfig",
          "safetySettings",
          "generationConfig",
          "cachedContent",
          "serviceTier");
  private static final Set<String> CONFIG_FIELDS =
      Set.of(
          "temperature",
          "topP",
          "topK",
          "maxOutputTokens",
          "stopSequences",
          "seed",
          "responseMimeType",
          "responseJsonSchema",
          "thinkingConfig",
          "mediaResolution");
  private static final Set<String> PART_DATA =
      Set.of(
          "text",
          "inlineData",
          "fileData",
          "functionCall",
          "functionResponse",
          "toolCall",
          "toolResponse",
          "executableCode",
          "codeExecutionResult");
  private static final Set<String> PART_FIELDS =
      Set.of("thought", "thoughtSignature", "videoMetadata", "mediaResolution");
  private static final Set<String> CATEGORIES =
      Set.of(
          "HARM_CATEGORY_HARASSMENT",
          "HARM_CATEGORY_HATE_SPEECH",
          "HARM_CATEGORY_SEXUALLY_EXPLICIT",
          "HARM_CATEGORY_DANGEROUS_CONTENT",
          "HARM_CATEGORY_CIVIC_INTEGRITY");
  private static final Set<String> THRESHOLDS =
      Set.of(
          "BLOCK_LOW_AND_ABOVE", "BLOCK_MEDIUM_AND_ABOVE", "BLOCK_ONLY_HIGH", "BLOCK_NONE", "OFF");
  private static final Pattern FUNCTION_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.:-]{0,127}");
  private static final Pattern VERSION = Pattern.compile("gemini-(\\d)(?:\\.(\\d))?.*");

  private final int version;
  private final boolean isPro;
  private final boolean isFlashLite;
  private final List<String> violations = new ArrayList<>();

  private GeminiRequestChecker(String model) {
    Matcher matcher = VERSION.matcher(model);
    int minor =
        matcher.matches() && matcher.group(2) != null ? matcher.group(2).charAt(0) - '0' : 0;
    this.version = matcher.matches() ? 10 * (matcher.group(1).charAt(0) - '0') + minor : 99;
    this.isPro = model.contains("-pro");
    this.isFlashLite = model.contains("-flash-lite");
  }

  /** Returns the violations of the documented rules; empty if Google accepts the request. */
  static List<String> violations(String model, String body) {
    var checker = new GeminiRequestChecker(model);
    checker.check(MAPPER.readTree(body));
    return checker.violations;
  }

  private void require(boolean isValid, String rule) {
    if (!isValid) {
      violations.add(rule);
    }
  }

  private void check(JsonNode body) {
    require(FIELDS.containsAll(body.propertyNames()), "known fields");
    checkContents(body.path("contents"));
    for (JsonNode part : body.path("systemInstruction").path("parts")) {
      require(part.size() == 1 && part.path("text").isString(), "system instructions are texts");
    }
    if (body.has("cachedContent")) {
      require(
          !body.has("systemInstruction") && !body.has("tools") && !body.has("toolConfig"),
          "cached content contains system instructions and tools");
    }
    Set<String> functions = checkTools(body.path("tools"));
    checkCalling(body.path("toolConfig").path("functionCallingConfig"), functions);
    JsonNode config = body.path("generationConfig");
    checkConfig(config);
    boolean isJson = config.path("responseMimeType").asString("").equals("application/json");
    require(version >= 30 || !isJson || functions.isEmpty(), "no functions with JSON before 3");
    checkSafety(body.path("safetySettings"));
    require(
        !body.has("serviceTier")
            || Set.of("standard", "flex", "priority").contains(body.path("serviceTier").asString()),
        "a known service tier");
  }

  private void checkContents(JsonNode contents) {
    require(!contents.isEmpty(), "contents");
    String previous = "";
    JsonNode calls = MAPPER.createArrayNode();
    for (JsonNode content : contents) {
      String role = content.path("role").asString("");
      require(role.equals("user") || role.equals("model"), "a role of user or model");
      require(!role.equals(previous), "alternating roles");
      require(!content.path("parts").isEmpty(), "parts");
      content.path("parts").forEach(this::checkPart);
      checkResults(calls, content.path("parts"));
      calls = role.equals("model") ? functionCalls(content) : MAPPER.createArrayNode();
      previous = role;
    }
    boolean refusesPrefill = version >= 36 || (version == 35 && isFlashLite);
    require(!refusesPrefill || previous.equals("user"), "no response at the end since 3.6");
  }

  private JsonNode functionCalls(JsonNode content) {
    var calls = MAPPER.createArrayNode();
    for (JsonNode part : content.path("parts")) {
      if (part.has("functionCall")) {
        require(
            version < 30 || !calls.isEmpty() || part.has("thoughtSignature"),
            "a signature of the first call since 3");
        calls.add(part.path("functionCall"));
      }
    }
    return calls;
  }

  private void checkResults(JsonNode calls, JsonNode parts) {
    var expected = new HashSet<String>();
    calls.forEach(call -> expected.add(call.path("id") + " " + call.path("name")));
    var found = new HashSet<String>();
    for (JsonNode part : parts) {
      JsonNode result = part.path("functionResponse");
      if (result.isObject()) {
        found.add(result.path("id") + " " + result.path("name"));
        require(result.path("response").isObject(), "results are objects");
      }
    }
    require(found.equals(expected), "a result for each call");
  }

  private void checkPart(JsonNode part) {
    int data = 0;
    for (String field : part.propertyNames()) {
      data += PART_DATA.contains(field) ? 1 : 0;
      require(PART_DATA.contains(field) || PART_FIELDS.contains(field), "known fields of a part");
    }
    require(data == 1, "one kind of data in a part");
    if (part.has("functionCall")) {
      require(part.at("/functionCall/args").isObject(), "arguments are objects");
    }
    if (part.has("fileData")) {
      require(!part.at("/fileData/fileUri").asString("").isEmpty(), "a URI");
    }
    if (part.has("inlineData")) {
      require(part.at("/inlineData/mimeType").asString("").matches("\\w+/[\\w.+-]+"), "a type");
      require(isBase64(part.at("/inlineData/data").asString("")), "Base64");
    }
    if (part.has("videoMetadata")) {
      double rate = part.at("/videoMetadata/fps").asDouble(1);
      require(rate > 0 && rate <= 24, "up to 24 frames per second");
    }
    require(version >= 30 || !part.has("mediaResolution"), "a resolution of a part since 3");
  }

  private static boolean isBase64(String data) {
    try {
      return Base64.getDecoder().decode(data).length > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private Set<String> checkTools(JsonNode tools) {
    var names = new HashSet<String>();
    for (JsonNode tool : tools) {
      for (JsonNode function : tool.path("functionDeclarations")) {
        String name = function.path("name").asString("");
        require(FUNCTION_NAME.matcher(name).matches(), "a valid name of a function");
        require(names.add(name), "different names of functions");
        require(!function.has("parameters"), "one kind of parameters");
        require(function.at("/parametersJsonSchema/type").asString("").equals("object"), "objects");
        violations.addAll(GeminiSchemaChecker.violations(function.path("parametersJsonSchema")));
      }
    }
    return names;
  }

  private void checkCalling(JsonNode config, Set<String> functions) {
    String mode = config.path("mode").asString("AUTO");
    require(Set.of("AUTO", "ANY", "NONE", "VALIDATED").contains(mode), "a known mode of calls");
    require(!mode.equals("VALIDATED") || version >= 25, "validated calls since 2.5");
    for (JsonNode allowed : config.path("allowedFunctionNames")) {
      require(!mode.equals("AUTO"), "allowed functions in another mode than AUTO");
      require(functions.contains(allowed.asString()), "allowed functions are declared");
    }
  }

  private void checkConfig(JsonNode config) {
    require(CONFIG_FIELDS.containsAll(config.propertyNames()), "known fields of the configuration");
    boolean refusesSampling = version >= 36 || (version == 35 && isFlashLite);
    require(
        !refusesSampling
            || !(config.has("temperature") || config.has("topP") || config.has("topK")),
        "no sampling parameters since 3.6");
    require(config.path("stopSequences").size() <= 5, "up to 5 stop sequences");
    require(!config.has("seed") || config.path("seed").isInt(), "a seed of 32 bits");
    if (config.has("responseJsonSchema")) {
      require(
          config.path("responseMimeType").asString("").equals("application/json"),
          "the type of JSON with a schema");
      violations.addAll(GeminiSchemaChecker.violations(config.path("responseJsonSchema")));
    }
    checkThinking(config.path("thinkingConfig"));
  }

  private void checkThinking(JsonNode config) {
    if (config.isMissingNode()) {
      return;
    }
    require(version >= 25, "thoughts since 2.5");
    require(version < 30 || !config.has("thinkingBudget"), "levels instead of budgets since 3");
    require(version >= 30 || !config.has("thinkingLevel"), "budgets instead of levels before 3");
    String level = config.path("thinkingLevel").asString("low").toLowerCase(Locale.ROOT);
    require(levels().contains(level), "a level of the model");
    if (config.has("thinkingBudget")) {
      int budget = config.path("thinkingBudget").asInt();
      int min = isPro ? 128 : isFlashLite ? 512 : 0;
      boolean isOff = budget == 0 && !isPro;
      require(
          isOff || budget == -1 || (budget >= min && budget <= (isPro ? 32_768 : 24_576)),
          "a budget of the model");
    }
  }

  private Set<String> levels() {
    boolean hasMinimal = !isPro && version < 37;
    boolean hasMedium = !isPro || version >= 31;
    var levels = new HashSet<>(Set.of("low", "high"));
    if (hasMinimal) {
      levels.add("minimal");
    }
    if (hasMedium) {
      levels.add("medium");
    }
    return levels;
  }

  private void checkSafety(JsonNode settings) {
    var categories = new HashSet<String>();
    for (JsonNode setting : settings) {
      String category = setting.path("category").asString("");
      require(CATEGORIES.contains(category), "a known category");
      require(categories.add(category), "one setting for a category");
      require(THRESHOLDS.contains(setting.path("threshold").asString("")), "a known threshold");
    }
  }
}
