package org.atomicagents.internal.provider;

import java.io.OutputStream;
import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Parsers and generators for JSON in requests and responses.
 *
 * <p>Thread-safe.
 */
public final class WireJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private WireJson() {}

  /** Returns a parser of the first {@code length} bytes of an array. */
  public static JsonParser parser(byte[] json, int length) {
    return FACTORY.createParser(ObjectReadContext.empty(), json, 0, length);
  }

  /** Returns a parser of a text. */
  public static JsonParser parser(String json) {
    return FACTORY.createParser(ObjectReadContext.empty(), json);
  }

  /** Returns a generator that writes UTF-8. */
  public static JsonGenerator generator(OutputStream target) {
    return FACTORY.createGenerator(ObjectWriteContext.empty(), target);
  }

  /** Returns the JSON text of the current value, and moves the parser to its end. */
  public static String copy(JsonParser json) {
    var text = new StringWriter();
    try (JsonGenerator target = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      target.copyCurrentStructure(json);
    }
    return text.toString();
  }

  /** Returns the JSON text of an object with one field; {@code value} is JSON. */
  public static String object(String name, String value) {
    var text = new StringWriter();
    try (JsonGenerator target = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      target.writeStartObject();
      target.writeName(name);
      target.writeRawValue(value);
      target.writeEndObject();
    }
    return text.toString();
  }

  /** A tree mapper for rare values of varying shape: errors, replayed parts, lists of models. */
  public static final class JsonTreeReader {
    /** The shared, thread-safe mapper. */
    public static final JsonMapper MAPPER = JsonMapper.builder().build();

    private JsonTreeReader() {}
  }
}
