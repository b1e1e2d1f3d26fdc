package org.atomicagents.testing.internal.gemini;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of Gemini's request messages.
 *
 * <p>Like Google, the server accepts names in camel case and with underscores, and one object where
 * a list is expected, and rejects unknown names. Source: <a
 * href="https://ai.google.dev/api/generate-content">generateContent</a>.
 */
final class ProtoFields {
  private static final String DATA = "";
  private static final Map<String, Map<String, String>> MESSAGES =
      Map.ofEntries(
          message(
              "Request",
              "contents=Content* systemInstruction=Content tools=Tool* toolConfig=ToolConfig"
                  + " generationConfig=GenerationConfig safetySettings=SafetySetting*"
                  + " cachedContent model serviceTier labels store"),
          message(
              "Count",
              "contents=Content* generateContentRequest=Request"
                  + " systemInstruction=Content tools=Tool* generationConfig=GenerationConfig"),
          message("Content", "parts=Part* role"),
          message(
              "Part",
              "text inlineData=Blob fileData=FileData functionCall=FunctionCall"
                  + " functionResponse=FunctionResponse executableCode codeExecutionResult"
                  + " toolCall toolResponse thought thoughtSignature videoMetadata"
                  + " mediaResolution partMetadata"),
          message("Blob", "mimeType data displayName"),
          message("FileData", "mimeType fileUri displayName"),
          message("FunctionCall", "id name args"),
          message("FunctionResponse", "id name response willContinue scheduling parts=Part*"),
          message(
              "Tool",
              "functionDeclarations=FunctionDeclaration* googleSearch googleSearchRetrieval"
                  + " codeExecution urlContext fileSearch computerUse googleMaps mcpServers"
                  + " retrieval enterpriseWebSearch"),
          message(
              "FunctionDeclaration",
              "name description parameters=Schema parametersJsonSchema response=Schema"
                  + " responseJsonSchema behavior"),
          message(
              "Schema",
              "type format title description nullable enum maxItems minItems properties=Schema{}"
                  + " required minProperties maxProperties minLength maxLength pattern example"
                  + " anyOf=Schema* propertyOrdering default items=Schema minimum maximum"),
          message(
              "ToolConfig",
              "functionCallingConfig=FunctionCallingConfig retrievalConfig"
                  + " includeServerSideToolInvocations"),
          message("FunctionCallingConfig", "mode allowedFunctionNames"),
          message(
              "GenerationConfig",
              "stopSequences responseMimeType responseSchema=Schema responseJsonSchema"
                  + " responseModalities candidateCount maxOutputTokens temperature topP topK seed"
                  + " presencePenalty frequencyPenalty responseLogprobs logprobs"
                  + " enableEnhancedCivicAnswers speechConfig thinkingConfig=ThinkingConfig"
                  + " imageConfig mediaResolution audioTimestamp"),
          message("ThinkingConfig", "includeThoughts thinkingBudget thinkingLevel"),
          message("SafetySetting", "category threshold method"));
  private static final Pattern UPPER = Pattern.compile("[A-Z]");

  private ProtoFields() {}

  private static Map.Entry<String, Map<String, String>> message(String name, String fields) {
    var types = new HashMap<String, String>();
    for (String field : fields.split(" ", -1)) {
      int type = field.indexOf('=');
      types.put(
          type < 0 ? field : field.substring(0, type), type < 0 ? DATA : field.substring(type + 1));
    }
    return Map.entry(name, Map.copyOf(types));
  }

  /**
   * Returns a copy with names in camel case, and lists where they are expected.
   *
   * @throws org.atomicagents.testing.internal.server.ApiError if a name is unknown
   */
  static ObjectNode normalized(JsonNode message, String type) {
    return object(message, type, "");
  }

  private static ObjectNode object(JsonNode message, String type, String path) {
    if (!message.isObject()) {
      throw GoogleErrors.invalid(
          "Invalid value at '%s' (type.googleapis.com/google.ai.generativelanguage.v1beta.%s), %s"
              .formatted(path, type, message));
    }
    Map<String, String> fields = MESSAGES.get(type);
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : message.properties()) {
      String name = camelCase(field.getKey());
      String fieldType = fields == null ? null : fields.get(name);
      if (fieldType == null) {
        throw unknown(field.getKey(), path);
      }
      if (!field.getValue().isNull()) {
        result.set(name, value(field.getValue(), fieldType, join(path, name)));
      }
    }
    return result;
  }

  private static JsonNode value(JsonNode value, String type, String path) {
    if (type.endsWith("*")) {
      String itemType = type.substring(0, type.length() - 1);
      ArrayNode items = JsonNodeFactory.instance.arrayNode();
      if (!value.isArray()) {
        return items.add(object(value, itemType, path));
      }
      for (int i = 0; i < value.size(); i++) {
        items.add(object(value.get(i), itemType, path + "[" + i + "]"));
      }
      return items;
    }
    if (type.endsWith("{}")) {
      ObjectNode entries = JsonNodeFactory.instance.objectNode();
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        entries.set(
            entry.getKey(),
            object(entry.getValue(), type.substring(0, type.length() - 2), path + "[].value"));
      }
      return entries;
    }
    return type.equals(DATA) ? value : object(value, type, path);
  }

  private static RuntimeException unknown(String name, String path) {
    return GoogleErrors.invalid(
        "Invalid JSON payload received. Unknown name \"%s\"%s: Cannot find field."
            .formatted(name, path.isEmpty() ? "" : " at '" + path + "'"));
  }

  private static String join(String path, String name) {
    String underscored = UPPER.matcher(name).replaceAll("_$0").toLowerCase(Locale.ROOT);
    return path.isEmpty() ? underscored : path + "." + underscored;
  }

  private static String camelCase(String name) {
    var camel = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean isSeparator = c == '_' && i + 1 < name.length();
      camel.append(isSeparator && i > 0 ? Character.toUpperCase(name.charAt(++i)) : c);
    }
    return camel.toString();
  }
}
