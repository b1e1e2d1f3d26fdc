package org.atomicagents.corpus.adversarial;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A dialect of JSON.
 *
 * @param open the opening quote
 * @param close the closing quote
 * @param keys the notation of a key
 * @param isTitleCase whether booleans are written as in Python
 * @param colon the text between key and value
 * @param comma the text between items
 * @param lineBreak whether each item has its own line
 */
record JsonStyle(
    String open,
    String close,
    UnaryOperator<String> keys,
    boolean isTitleCase,
    String colon,
    String comma,
    boolean lineBreak) {
  static final JsonStyle COMPACT = quoted("\"", ":", ",", false);
  static final JsonStyle SPACED = quoted("\"", ": ", ", ", false);
  static final JsonStyle PRETTY = quoted("\"", ": ", ",", true);

  static JsonStyle quoted(String quote, String colon, String comma, boolean lineBreak) {
    return new JsonStyle(quote, quote, key -> quote + key + quote, false, colon, comma, lineBreak);
  }

  JsonStyle withKeys(UnaryOperator<String> notation) {
    return new JsonStyle(open, close, notation, isTitleCase, colon, comma, lineBreak);
  }

  JsonStyle withTitleCase() {
    return new JsonStyle(open, close, keys, true, colon, comma, lineBreak);
  }

  /** Returns an answer in this dialect. */
  String write(DraftNode draft) {
    return write(draft, 0);
  }

  private String write(DraftNode draft, int depth) {
    return switch (draft) {
      case DraftNode.Leaf leaf -> leaf.notation() == null ? scalar(leaf) : leaf.notation();
      case DraftNode.Items list -> {
        List<String> items = list.items().stream().map(item -> write(item, depth + 1)).toList();
        yield bracketed("[", items, String.join("", list.tail()), "]", depth);
      }
      case DraftNode.Entries object -> {
        var items = new ArrayList<String>();
        object
            .entries()
            .forEach((key, entry) -> items.add(keys.apply(key) + colon + write(entry, depth + 1)));
        yield bracketed("{", items, String.join("", object.extras()), "}", depth);
      }
    };
  }

  private String bracketed(String left, List<String> items, String tail, String right, int depth) {
    if (!lineBreak || items.isEmpty()) {
      String end = tail.contains("//") || tail.contains("#") || tail.contains("--") ? "\n" : "";
      return left + String.join(comma, items) + tail + end + right;
    }
    String indent = "\n" + "  ".repeat(depth + 1);
    return left
        + indent
        + String.join(comma + indent, items)
        + tail
        + "\n"
        + "  ".repeat(depth)
        + right;
  }

  private String scalar(DraftNode.Leaf leaf) {
    return switch (leaf.content()) {
      case BigDecimal number -> number.toPlainString();
      case Boolean flag -> isTitleCase ? (flag ? "True" : "False") : flag.toString();
      default -> open + escaped(leaf.plain()) + close;
    };
  }

  private String escaped(String text) {
    String slashes = text.replace("\\", "\\\\").replace("\n", "\\n");
    return close.equals("'") ? slashes.replace("'", "\\'") : slashes.replace("\"", "\\\"");
  }
}
