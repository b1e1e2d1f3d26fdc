package org.atomicagents.corpus.mutation;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Checks the validity of JSON with Jackson. */
final class JsonValidity {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private JsonValidity() {}

  static boolean isJson(String text) {
    return read(text).isPresent();
  }

  /** Returns the JSON value of a text; empty if the text is not valid JSON. */
  static Optional<JsonNode> read(String text) {
    try {
      JsonNode read = MAPPER.readTree(text);
      return read.isMissingNode() ? Optional.empty() : Optional.of(read);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }
}
