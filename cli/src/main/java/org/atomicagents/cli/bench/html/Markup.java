package org.atomicagents.cli.bench.html;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.atomicagents.cli.terminal.TextCleaner;

/**
 * Writes elements of HTML and SVG that are also well-formed XML: every text is escaped, and every
 * element is closed. Not thread-safe.
 */
final class Markup {
  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Begins an element.
   *
   * @param attributes names and values in turn
   */
  Markup begin(String name, Object... attributes) {
    tag(name, attributes);
    out.append('>');
    open.push(name);
    return this;
  }

  /** Ends the innermost element. */
  Markup end() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** Writes an element without content. */
  Markup empty(String name, Object... attributes) {
    tag(name, attributes);
    out.append(" />");
    return this;
  }

  /** Writes an element with a text. */
  Markup element(String name, String text, Object... attributes) {
    return begin(name, attributes).text(text).end();
  }

  /** Writes a text. */
  Markup text(String text) {
    escape(TextCleaner.clean(text), out);
    return this;
  }

  /** Writes a line break, so that the source can be read. */
  Markup line() {
    out.append('\n');
    return this;
  }

  /** Writes trusted markup unchanged. */
  Markup raw(String markup) {
    out.append(markup);
    return this;
  }

  private void tag(String name, Object... attributes) {
    out.append('<').append(name);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(value(attributes[i + 1]), out);
      out.append('"');
    }
  }

  // Tenths of a pixel: more digits cannot be seen.
  private static String value(Object value) {
    return switch (value) {
      case Double number -> {
        String text = String.format(Locale.ROOT, "%.1f", number);
        yield text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
      }
      default -> TextCleaner.cleanLine(value.toString());
    };
  }

  private static void escape(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        // Not allowed in XML.
        case '\ufffe', '\uffff' -> out.append("\ufffd");
        default -> out.append(c);
      }
    }
  }

  /**
   * Returns JSON that can be embedded in a script element: its markup characters and all characters
   * beyond ASCII are JSON escapes.
   */
  static String embedded(String json) {
    var text = new StringBuilder(json.length() + 16);
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c == '<' || c == '>' || c == '&' || c >= 0x7f) {
        text.append("\\u%04x".formatted((int) c));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  /** Returns the markup; all elements must be closed. */
  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("Elements are open: " + open);
    }
    return out.toString();
  }
}
