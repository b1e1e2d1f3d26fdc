package org.atomicagents.openai;

import java.io.OutputStream;
import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON of the wire.
 *
 * <p>Thread-safe.
 */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  static JsonParser parser(byte[] json, int length) {
    return FACTORY.createParser(ObjectReadContext.empty(), json, 0, length);
  }

  static JsonParser parser(String json) {
    return FACTORY.createParser(ObjectReadContext.empty(), json);
  }

  static JsonGenerator generator(OutputStream target) {
    return FACTORY.createGenerator(ObjectWriteContext.empty(), target);
  }

  /** The text of the value at which the parser stands; moves it to the value's end. */
  static String copy(JsonParser json) {
    var text = new StringWriter();
    try (JsonGenerator target = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      target.copyCurrentStructure(json);
    }
    return text.toString();
  }

  /** The text of an object with one field, whose value is JSON already. */
  static String object(String name, String value) {
    var text = new StringWriter();
    try (JsonGenerator target = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      target.writeStartObject();
      target.writeName(name);
      target.writeRawValue(value);
      target.writeEndObject();
    }
    return text.toString();
  }

  /** For what is rare and has many shapes: errors, parts to be replayed, lists of models. */
  static final class Trees {
    static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Trees() {}
  }
}
