package org.atomicagents.testing.internal.server;

import java.util.Set;
import org.atomicagents.model.ResponseMode;
import tools.jackson.databind.JsonNode;

/**
 * The ways to ask for JSON that models take.
 *
 * @param modes any, if empty
 */
record SupportedModes(Set<ResponseMode> modes) {

  SupportedModes {
    modes = Set.copyOf(modes);
  }

  /** Refuses a request in another way, in the words of OpenAI. */
  void requireSupported(JsonNode request) {
    if (modes.isEmpty()) {
      return;
    }
    String format = request.path("response_format").path("type").asString("");
    if (request.has("tools") && !modes.contains(ResponseMode.TOOL_CALL)) {
      throw ApiError.unsupported("tools");
    }
    boolean taken =
        switch (format) {
          case "json_schema" -> modes.contains(ResponseMode.JSON_SCHEMA);
          case "json_object" -> modes.contains(ResponseMode.JSON_OBJECT);
          default -> true;
        };
    if (!taken) {
      throw ApiError.unsupportedFormat(format);
    }
  }
}
