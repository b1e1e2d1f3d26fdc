package org.atomicagents.openai;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomicagents.internal.provider.WireJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What a model has said, told as an error, since the provider found it to be not what was asked
 * for.
 *
 * <p>Groq holds the answer against functions and schema itself; what fails comes with status 400 or
 * as an error in the stream, of the code {@code tool_use_failed} or {@code json_validate_failed}
 * and with the text in {@code failed_generation} (https://console.groq.com/docs/tool-use,
 * https://console.groq.com/docs/structured-outputs). Whether it will do is the agent's to judge, as
 * with any other answer: it may be mended, and else the model is asked again.
 *
 * @param function the function that it is a call of; null if it is plain text
 * @param text the call's arguments, or the text
 * @param finish why the model stopped, in the protocol's words; the error's code if it doesn't tell
 */
record FailedGeneration(@Nullable String function, String text, String finish) {
  private static final String FIELD = "failed_generation";
  private static final Pattern CALL =
      Pattern.compile(
          "\\s*\\{\\s*\"name\"\\s*:\\s*\"([^\"\\\\]+)\"\\s*,\\s*\"(?:arguments|parameters)\"\\s*:\\s*");

  /** As in {@code max completion tokens reached before generating a valid document}. */
  private static final Pattern TRUNCATED =
      Pattern.compile("(?i)max(imum)? completion tokens reached");

  /** Reads the body of an error; null if the model has said nothing that could be judged. */
  static @Nullable FailedGeneration findIn(String body) {
    if (!body.contains(FIELD)) {
      return null;
    }
    try {
      return findIn(WireJson.JsonTreeReader.MAPPER.readTree(body).path("error"));
    } catch (JacksonException e) {
      return null;
    }
  }

  private static @Nullable FailedGeneration findIn(JsonNode error) {
    String code = error.path("code").asString("");
    JsonNode field = error.path(FIELD);
    String said = field.isContainer() ? field.toString() : field.asString("");
    if (TRUNCATED.matcher(error.path("message").asString("")).find()) {
      return new FailedGeneration(null, said, "length");
    }
    if (said.isBlank()) {
      return null;
    }
    return switch (code) {
      case "tool_use_failed" -> parseCallOrText(said, code);
      case "json_validate_failed" -> new FailedGeneration(null, said, code);
      default -> null;
    };
  }

  // Without a parser: arguments that are no JSON are the reason why some calls fail.
  private static FailedGeneration parseCallOrText(String said, String code) {
    Matcher call = CALL.matcher(said);
    String stripped = said.stripTrailing();
    if (!call.lookingAt() || !stripped.endsWith("}")) {
      return new FailedGeneration(null, said, code);
    }
    String arguments = stripped.substring(call.end(), stripped.length() - 1).strip();
    return new FailedGeneration(call.group(1), unquote(arguments), "tool_calls");
  }

  /** The arguments, which the protocol has as a text that holds JSON. */
  private static String unquote(String arguments) {
    if (!arguments.startsWith("\"")) {
      return arguments;
    }
    try {
      return WireJson.JsonTreeReader.MAPPER.readTree(arguments).asString(arguments);
    } catch (JacksonException e) {
      return arguments;
    }
  }
}
