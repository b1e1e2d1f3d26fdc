package org.atomicagents.testing.internal.server;

import java.util.Set;
import org.atomicagents.model.ResponseMode;
import tools.jackson.databind.JsonNode;

/**
 * The response modes that the models support.
 *
 * @param modes the supported modes; all if empty
 */
public record SupportedModes(Set<ResponseMode> modes) {

  public SupportedModes {
    modes = Set.copyOf(modes);
  }

  /** Returns whether the models support a mode. */
  public boolean has(ResponseMode mode) {
    return modes.isEmpty() || modes.contains(mode);
  }

  /**
   * Throws OpenAI's error if the request uses an unsupported mode.
   *
   * @param parameter the name of the format's parameter, for the error
   */
  void requireSupported(JsonNode request, JsonNode responseFormat, String parameter) {
    if (modes.isEmpty()) {
      return;
    }
    String format = responseFormat.path("type").asString("");
    if (request.has("tools") && !modes.contains(ResponseMode.TOOL_CALL)) {
      throw ApiError.unsupported("tools");
    }
    boolean supported =
        switch (format) {
          case "json_schema" -> modes.contains(ResponseMode.JSON_SCHEMA);
          case "json_object" -> modes.contains(ResponseMode.JSON_OBJECT);
          default -> true;
        };
    if (!supported) {
      throw ApiError.unsupportedFormat(parameter, format);
    }
  }
}
