package org.atomicagents.internal.provider;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Parsers and generators for JSON in requests and responses.
 *
 * <p>Thread-safe.
 */
public final class WireJson {
  // A long number is no reason to reject a response; responses have a limit of their own.
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNumberLength(Integer.MAX_VALUE).build())
          .build();

  /** The largest count that is plausible, such as a number of tokens. */
  public static final long MAX_COUNT = 1_000_000_000_000L;

  private static final int MAX_COUNT_LENGTH = 40;
  // Any shorter number is an int.
  private static final int MIN_LONG_DIGITS = 10;
  private static final int INITIAL_BYTES = 2048;
  private static final Pattern COUNT =
      Pattern.compile("[0-9]{1,40}(?:\\.[0-9]{1,40})?(?:[eE][+-]?[0-9]{1,3})?");

  private WireJson() {}

  /** Returns a parser of the first {@code length} bytes of an array. */
  public static JsonParser parser(byte[] json, int length) {
    return parser(json, 0, length);
  }

  /** Returns a parser of a range of an array. */
  public static JsonParser parser(byte[] json, int offset, int length) {
    return FACTORY.createParser(ObjectReadContext.empty(), json, offset, length);
  }

  /** Returns a parser of a stream, which the caller closes. */
  public static JsonParser parser(InputStream json) {
    return FACTORY.createParser(ObjectReadContext.empty(), json);
  }

  /** Returns a parser of a text. */
  public static JsonParser parser(String json) {
    return FACTORY.createParser(ObjectReadContext.empty(), json);
  }

  /** Returns the JSON in UTF-8 that an action writes. */
  public static byte[] write(Consumer<JsonGenerator> action) {
    var bytes = new ByteArrayOutputStream(INITIAL_BYTES);
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      action.accept(json);
    }
    return bytes.toByteArray();
  }

  /** Returns an object in UTF-8 whose fields an action writes. */
  public static byte[] writeObject(Consumer<JsonGenerator> fields) {
    return write(json -> {
      json.writeStartObject();
      fields.accept(json);
      json.writeEndObject();
    });
  }

  /** Writes a field whose value is JSON. */
  public static void writeField(JsonGenerator json, String name, String value) {
    json.writeName(name);
    json.writeRawValue(value);
  }

  /** Writes the fields of an object. */
  public static void writeFields(JsonGenerator json, ObjectNode object) {
    object
        .properties()
        .forEach(field -> writeField(json, field.getKey(), field.getValue().toString()));
  }

  /**
   * Returns a count in the current value: a number of 0 or more, as a number or as digits in a
   * string; a fraction counts as 1. Returns -1 for any other value, and for a count above {@link
   * #MAX_COUNT}. Unlike the methods of the parser, it throws no exception for a large number.
   */
  public static long count(JsonParser json) {
    return switch (json.currentToken()) {
      case VALUE_NUMBER_INT ->
          json.getStringLength() < MIN_LONG_DIGITS
              ? Math.max(-1, json.getIntValue())
              : count(json.getString());
      case VALUE_NUMBER_FLOAT, VALUE_STRING -> count(json.getString());
      default -> -1;
    };
  }

  private static long count(String number) {
    if (number.length() > MAX_COUNT_LENGTH || !COUNT.matcher(number).matches()) {
      return -1;
    }
    double count = Math.ceil(Double.parseDouble(number));
    return count <= MAX_COUNT ? (long) count : -1;
  }

  /** Returns the JSON text of the current value, and moves the parser to its end. */
  public static String copy(JsonParser json) {
    var text = new StringWriter();
    try (JsonGenerator target = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      copy(json, target);
    }
    return text.toString();
  }

  // The copy methods of the library round numbers to the precision of a double.
  private static void copy(JsonParser json, JsonGenerator target) {
    int depth = 0;
    for (JsonToken token = json.currentToken(); ; token = json.nextToken()) {
      if (token == null) {
        return;
      }
      if (token.isNumeric()) {
        target.writeNumber(json.getString());
      } else {
        target.copyCurrentEvent(json);
      }
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (depth == 0) {
        return;
      }
    }
  }

  /**
   * Calls an action for each field of the current object whose value is not null, with the parser
   * at the value, and moves the parser to the end of the object; does nothing at another value.
   */
  public static void readFields(JsonParser json, Consumer<String> action) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      if (json.nextToken() != JsonToken.VALUE_NULL) {
        action.accept(name);
      }
      json.skipChildren();
    }
  }

  /**
   * Calls an action for each object in the current array, with the parser at its beginning, and
   * moves the parser to the end of the array; does nothing at another value.
   */
  public static void readObjects(JsonParser json, Runnable action) {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        action.run();
      }
      json.skipChildren();
    }
  }

  /** Returns the first token of a text that is one JSON value; null if the text is none. */
  public static @Nullable JsonToken typeOf(String text) {
    try (JsonParser json = parser(text)) {
      JsonToken type = json.nextToken();
      json.skipChildren();
      return json.nextToken() == null ? type : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  /**
   * Returns the arguments of a tool call as the JSON of an object; other texts are the only field
   * of an object, and a blank text is an empty one.
   *
   * @param malformed the name of the field
   */
  public static String argumentsOf(String arguments, String malformed) {
    if (arguments.isBlank()) {
      return "{}";
    }
    return typeOf(arguments) == JsonToken.START_OBJECT
        ? arguments
        : object(malformed, quote(arguments));
  }

  /** Returns the JSON text of a string. */
  public static String quote(String text) {
    var json = new StringWriter();
    try (JsonGenerator target = FACTORY.createGenerator(ObjectWriteContext.empty(), json)) {
      target.writeString(text);
    }
    return json.toString();
  }

  /** Returns the JSON text of an object with one field; {@code value} is JSON. */
  public static String object(String name, String value) {
    var text = new StringWriter();
    try (JsonGenerator target = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      target.writeStartObject();
      writeField(target, name, value);
      target.writeEndObject();
    }
    return text.toString();
  }

  /** A tree mapper for rare values of varying shape: errors, replayed parts, lists of models. */
  public static final class JsonTreeReader {
    /** The shared, thread-safe mapper. */
    public static final JsonMapper MAPPER = JsonMapper.builder().build();

    private JsonTreeReader() {}

    /** Returns the tree of a text; a missing node if the text is not JSON. */
    public static JsonNode read(String text) {
      try {
        return MAPPER.readTree(text);
      } catch (JacksonException e) {
        return MissingNode.getInstance();
      }
    }
  }
}
