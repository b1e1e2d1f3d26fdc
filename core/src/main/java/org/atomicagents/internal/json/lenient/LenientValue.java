package org.atomicagents.internal.json.lenient;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a piece of text may have been meant as, in terms of JSON alone: no type was asked yet.
 *
 * <p>Immutable.
 */
public sealed interface LenientValue {

  /** Where it begins, as an index into the text. */
  int start();

  /** Where it ends, exclusive. */
  int end();

  /** What had to be mended to read it, without what is within it. */
  List<SyntaxRepair> repairs();

  /**
   * Whether it was brought to its end. A text that is cut in the middle of a value leaves it, and
   * all that is around it, open.
   */
  boolean isClosed();

  /** Why it can't be said what was meant here, without what is within it; null if it can. */
  @Nullable String ambiguity();

  /** An object; keys in the order of the text, and as often as they stand there. */
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
   * One key and its value.
   *
   * @param repairs what had to be mended to read the key
   */
  record Property(String key, List<SyntaxRepair> repairs, LenientValue value) {
    public Property {
      repairs = List.copyOf(repairs);
    }
  }

  /** A list. */
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

  /** A text in quotes of any kind, without them, and with its escapes resolved. */
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

  /** Something without quotes, as it stands in the text: a number, a literal, or words. */
  record RawToken(
      String value,
      int start,
      int end,
      List<SyntaxRepair> repairs,
      boolean isClosed,
      @Nullable String ambiguity)
      implements LenientValue {
    public RawToken {
      repairs = List.copyOf(repairs);
    }
  }
}
