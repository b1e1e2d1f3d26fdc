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
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.io.ContentReference;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.core.util.Named;

/**
 * Creates parsers and generators of JSON text, and quotes and validates it.
 *
 * <p>Thread-safe.
 */
public final class JsonIo {
  /**
   * The maximum nesting depth of a JSON text that is read: recursive code needs half of a stack of
   * 512 KB for it at most.
   */
  public static final int MAX_DEPTH = 200;

  private static final JsonFactory FACTORY =
      new SourcelessFactory(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build()));

  /** A factory whose exceptions do not refer to their text: the callers describe it themselves. */
  private static final class SourcelessFactory extends JsonFactory {
    private static final long serialVersionUID = 1;

    SourcelessFactory(JsonFactoryBuilder builder) {
      super(builder);
    }

    @Override
    protected ContentReference _createContentReference(Object content) {
      return ContentReference.unknown();
    }
  }

  private JsonIo() {}

  /** Returns a parser of strict JSON (RFC 8259). */
  public static JsonParser parser(String json) {
    return FACTORY.createParser(ObjectReadContext.empty(), json);
  }

  /** Returns a parser of the text that starts at {@code offset}. */
  public static JsonParser parser(String json, int offset) {
    if (offset == 0) {
      return parser(json);
    }
    var reader = new StringReader(json);
    try {
      reader.skip(offset);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return FACTORY.createParser(ObjectReadContext.empty(), reader);
  }

  /** Returns a generator of compact JSON that does not escape non-ASCII characters. */
  public static JsonGenerator generator(Writer target) {
    return FACTORY.createGenerator(ObjectWriteContext.empty(), target);
  }

  /** Returns the text as a JSON string, including its quotes. */
  public static String quote(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + '"';
  }

  /** Returns a matcher that finds the index of a name in the list without comparing all names. */
  public static PropertyNameMatcher matcher(List<Named> names) {
    return FACTORY.constructNameMatcher(names, false);
  }

  /**
   * Returns {@code json} if it is exactly one JSON value.
   *
   * @param label the name of the checked setting, used in the error message
   * @throws IllegalArgumentException if it is not
   */
  public static String requireValid(String label, String json) {
    try (JsonParser parser = parser(json)) {
      if (parser.nextToken() == null) {
        throw new IllegalArgumentException(label + ": expected a JSON value, found nothing");
      }
      parser.skipChildren();
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException(
            label + ": expected one JSON value, found text after it: " + json);
      }
      return json;
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          label + ": expected a JSON value, found " + json + " (" + e.getOriginalMessage() + ")",
          e);
    }
  }
}
