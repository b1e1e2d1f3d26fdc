package org.atomicagents.testing.internal.server;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes JSON; decimal numbers keep their digits. */
public final class ServerJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  private ServerJson() {}

  /** Returns the value of a JSON text. */
  public static JsonNode read(String json) {
    return MAPPER.readTree(json);
  }

  /**
   * Returns the object of a request body.
   *
   * @throws ApiError if the body is no JSON object
   */
  public static JsonNode readRequest(byte[] body) {
    try {
      JsonNode tree = MAPPER.readTree(body);
      if (!tree.isObject()) {
        throw ApiError.malformedJson("expected an object.");
      }
      return tree;
    } catch (JacksonException e) {
      throw ApiError.malformedJson(e.getOriginalMessage());
    }
  }

  static JsonParser parser(String json) {
    return MAPPER.createParser(json);
  }

  /** Returns the JSON text of a value. */
  public static String text(JsonNode node) {
    return MAPPER.writeValueAsString(node);
  }

  /** Returns a server-sent event with the given data. */
  public static String event(ObjectNode data) {
    return "data: " + text(data) + "\n\n";
  }

  /** Returns a server-sent event with the given data, whose name is the type in the data. */
  public static String namedEvent(ObjectNode data) {
    return "event: " + data.get("type").stringValue() + "\n" + event(data);
  }
}
