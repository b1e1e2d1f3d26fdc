package org.atomicagents.internal.json;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.core.util.Named;

/**
 * The text of JSON values.
 *
 * <p>Thread-safe.
 */
public final class JsonIo {
  /** The deepest nesting that a text may have. */
  public static final int MAX_DEPTH = 500;

  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonIo() {}

  /** A parser of JSON as RFC 8259 has it. */
  public static JsonParser parser(String json) {
    return FACTORY.createParser(ObjectReadContext.empty(), json);
  }

  /** A parser of what stands behind an offset. */
  public static JsonParser parser(String json, int offset) {
    if (offset == 0) {
      return parser(json);
    }
    var rest = new StringReader(json);
    try {
      rest.skip(offset);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return FACTORY.createParser(ObjectReadContext.empty(), rest);
  }

  /** A writer of compact JSON that leaves non-ASCII characters as they are. */
  public static JsonGenerator generator(Writer target) {
    return FACTORY.createGenerator(ObjectWriteContext.empty(), target);
  }

  /** A text as a JSON string, quotes included. */
  public static String quote(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + '"';
  }

  /** Finds the index of a name in a list, fast. */
  public static PropertyNameMatcher matcher(List<Named> names) {
    return FACTORY.constructNameMatcher(names, false);
  }

  /**
   * The text itself, if it is exactly one JSON value.
   *
   * @throws IllegalArgumentException if it isn't
   */
  public static String requireValid(String what, String json) {
    try (JsonParser parser = parser(json)) {
      if (parser.nextToken() == null) {
        throw new IllegalArgumentException(what + ": expected a JSON value, found nothing");
      }
      parser.skipChildren();
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException(
            what + ": expected one JSON value, found more behind it: " + json);
      }
      return json;
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          what + ": expected a JSON value, found " + json + " (" + e.getOriginalMessage() + ")", e);
    }
  }
}
