package org.atomicagents.internal.batch;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/** Finds the position of a value in a JSON text. */
final class JsonLocator {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonLocator() {}

  /**
   * Returns the column of the value with a path, or else of the innermost existing value around it,
   * from 1.
   *
   * @param path a path as in violations, such as {@code $.lines[2].sku}
   * @throws JacksonException if the text is not valid JSON
   */
  static int column(String text, String path) {
    int column = 1;
    int matched = 0;
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.PROPERTY_NAME || token.isStructEnd()) {
          continue;
        }
        String here = path(parser, token);
        if (here.length() > matched && isPrefix(here, path)) {
          matched = here.length();
          column = parser.currentTokenLocation().getColumnNr();
        }
      }
    }
    return column;
  }

  /**
   * Checks that a text is one JSON value.
   *
   * @throws JacksonException if it is not
   */
  static void requireValid(String text) {
    LineDecoder.MAPPER.readTree(text);
  }

  private static boolean isPrefix(String prefix, String path) {
    return path.startsWith(prefix)
        && (path.length() == prefix.length()
            || path.charAt(prefix.length()) == '.'
            || path.charAt(prefix.length()) == '[');
  }

  private static String path(JsonParser parser, JsonToken token) {
    TokenStreamContext context = parser.streamReadContext();
    // The context of the start of an object or a list is that of its content.
    TokenStreamContext own = token.isStructStart() ? context.getParent() : context;
    var path = new StringBuilder("$");
    append(own, path);
    return path.toString();
  }

  private static void append(TokenStreamContext context, StringBuilder path) {
    if (context == null || context.inRoot()) {
      return;
    }
    append(context.getParent(), path);
    if (context.inObject() && context.hasCurrentName()) {
      path.append(segment(context.currentName()));
    } else if (context.inArray() && context.hasCurrentIndex()) {
      path.append('[').append(context.getCurrentIndex()).append(']');
    }
  }

  private static String segment(String name) {
    return name.chars().allMatch(c -> c == '_' || c == '-' || Character.isLetterOrDigit(c))
        ? "." + name
        : "[\"" + new String(JsonStringEncoder.getInstance().quoteAsCharArray(name)) + "\"]";
  }
}
