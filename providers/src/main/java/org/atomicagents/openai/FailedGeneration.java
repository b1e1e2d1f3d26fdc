package org.atomicagents.openai;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomicagents.internal.provider.WireJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A model's response inside an error, which the provider rejected by its own validation.
 *
 * <p>Groq validates responses against functions and schema. It returns invalid ones with status 400
 * or as an error in the stream, with the code {@code tool_use_failed} or {@code
 * json_validate_failed} and the text in {@code failed_generation}
 * (https://console.groq.com/docs/tool-use, https://console.groq.com/docs/structured-outputs). They
 * are passed on like any other response: the agent repairs or re-asks.
 *
 * @param function the name of the called function; null if the response is plain text
 * @param text the arguments of the call, or the plain text; blank if the error does not repeat it
 * @param finishReason the finish reason of the protocol, or the code of the error if unknown
 */
record FailedGeneration(@Nullable String function, String text, String finishReason) {
  private static final String FIELD = "failed_generation";
  private static final String TOOL_USE = "tool_use_failed";
  private static final String JSON_VALIDATE = "json_validate_failed";
  private static final String TRUNCATED_REASON = "length";
  private static final Pattern CALL =
      Pattern.compile(
          "\\s*\\{\\s*\"name\"\\s*:\\s*\"([^\"\\\\]+)\"\\s*,\\s*\"(?:arguments|parameters)\"\\s*:\\s*");

  /** Matches {@code max completion tokens reached before generating a valid document}. */
  private static final Pattern TRUNCATED =
      Pattern.compile("(?i)max(imum)? completion tokens reached");

  /** Returns the response inside an error body, or null if there is none. */
  static @Nullable FailedGeneration findIn(String body) {
    if (!body.contains(FIELD) && !body.contains(TOOL_USE) && !body.contains(JSON_VALIDATE)) {
      return null;
    }
    return findIn(WireJson.JsonTreeReader.read(body).path("error"));
  }

  private static @Nullable FailedGeneration findIn(JsonNode error) {
    String code = error.path("code").asString("");
    JsonNode field = error.path(FIELD);
    String rawText = field.isContainer() ? field.toString() : field.asString("");
    if (TRUNCATED.matcher(error.path("message").asString("")).find()) {
      return new FailedGeneration(null, rawText, TRUNCATED_REASON);
    }
    return switch (code) {
      case TOOL_USE -> parseCallOrText(rawText, code);
      case JSON_VALIDATE -> new FailedGeneration(null, rawText, code);
      default -> null;
    };
  }

  /** Returns whether the response was truncated at the limit of its tokens. */
  boolean isTruncated() {
    return finishReason.equals(TRUNCATED_REASON);
  }

  // A regular expression instead of a parser, because malformed arguments are a cause of failure.
  private static FailedGeneration parseCallOrText(String rawText, String code) {
    Matcher call = CALL.matcher(rawText);
    String stripped = rawText.stripTrailing();
    if (!call.lookingAt() || !stripped.endsWith("}")) {
      return new FailedGeneration(null, rawText, code);
    }
    String arguments = stripped.substring(call.end(), stripped.length() - 1).strip();
    return new FailedGeneration(call.group(1), unquote(arguments), "tool_calls");
  }

  /** Returns the arguments as JSON; the protocol also allows a JSON string that contains JSON. */
  private static String unquote(String arguments) {
    return arguments.startsWith("\"")
        ? WireJson.JsonTreeReader.read(arguments).asString(arguments)
        : arguments;
  }
}
