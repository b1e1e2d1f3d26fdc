package org.atomicagents.internal.json.lenient;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value parsed leniently, in terms of JSON alone: the requested type is not considered yet.
 *
 * <p>Immutable.
 */
public sealed interface LenientValue {

  /** Returns the index of the value's first character in the text. */
  int start();

  /** Returns the end of the value in the text, exclusive. */
  int end();

  /** Returns the syntax repairs of the value itself, without those of its children. */
  List<SyntaxRepair> repairs();

  /**
   * Returns whether the value is complete. A text that is truncated within a value leaves it and
   * all enclosing values open.
   */
  boolean isClosed();

  /**
   * Returns why the value itself is ambiguous, without its children, as a phrase that follows a
   * noun; null if it is not ambiguous.
   */
  @Nullable String ambiguity();

  /** An object; its properties are in the order of the text, including duplicate keys. */
  record ObjectValue(
      List<Property> properties,
      int start,
      int end,
      List<SyntaxRepair> repairs,
      boolean isClosed,
      @Nullable String ambiguity)
      implements LenientValue {
    public ObjectValue {
      properties = List.copyOf(properties);
      repairs = List.copyOf(repairs);
    }
  }

  /**
   * A property of an object.
   *
   * @param repairs the syntax repairs of the key
   */
  record Property(String key, List<SyntaxRepair> repairs, LenientValue value) {
    public Property {
      repairs = List.copyOf(repairs);
    }
  }

  /** An array. */
  record ArrayValue(
      List<LenientValue> elements,
      int start,
      int end,
      List<SyntaxRepair> repairs,
      boolean isClosed,
      @Nullable String ambiguity)
      implements LenientValue {
    public ArrayValue {
      elements = List.copyOf(elements);
      repairs = List.copyOf(repairs);
    }
  }

  /** A string in quotes of any kind; the value has no quotes, and its escapes are resolved. */
  record StringValue(
      String value,
      int start,
      int end,
      List<SyntaxRepair> repairs,
      boolean isClosed,
      @Nullable String ambiguity)
      implements LenientValue {
    public StringValue {
      repairs = List.copyOf(repairs);
    }
  }

  /**
   * Unquoted text, unchanged: a number, a literal, or words.
   *
   * @param source the text that contains it; its value is copied on demand only, since a text can
   *     consist of millions of tokens
   */
  record RawToken(String source, int start, int end, boolean isClosed, @Nullable String ambiguity)
      implements LenientValue {

    public String value() {
      return source.substring(start, end);
    }

    @Override
    public List<SyntaxRepair> repairs() {
      return List.of();
    }
  }
}
