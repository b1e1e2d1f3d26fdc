package org.atomicagents.internal.json;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a piece of text may have been meant as, in terms of JSON alone: no type was asked yet.
 *
 * <p>Immutable.
 */
public sealed interface LooseValue {

  /** Where it begins, as an index into the text. */
  int start();

  /** Where it ends, exclusive. */
  int end();

  /** What had to be mended to read it, without what is within it. */
  List<Mend> mends();

  /**
   * Whether it was brought to its end. A text that is cut in the middle of a value leaves it, and
   * all that is around it, open.
   */
  boolean isClosed();

  /** Why it can't be said what was meant here, without what is within it; null if it can. */
  @Nullable String doubt();

  /** An object; keys in the order of the text, and as often as they stand there. */
  record Members(
      List<Member> all,
      int start,
      int end,
      List<Mend> mends,
      boolean isClosed,
      @Nullable String doubt)
      implements LooseValue {
    public Members {
      all = List.copyOf(all);
      mends = List.copyOf(mends);
    }
  }

  /**
   * One key and its value.
   *
   * @param mends what had to be mended to read the key
   */
  record Member(String key, List<Mend> mends, LooseValue value) {
    public Member {
      mends = List.copyOf(mends);
    }
  }

  /** A list. */
  record Items(
      List<LooseValue> all,
      int start,
      int end,
      List<Mend> mends,
      boolean isClosed,
      @Nullable String doubt)
      implements LooseValue {
    public Items {
      all = List.copyOf(all);
      mends = List.copyOf(mends);
    }
  }

  /** A text in quotes of any kind, without them, and with its escapes resolved. */
  record Text(
      String value, int start, int end, List<Mend> mends, boolean isClosed, @Nullable String doubt)
      implements LooseValue {
    public Text {
      mends = List.copyOf(mends);
    }
  }

  /** Something without quotes, as it stands in the text: a number, a literal, or words. */
  record Word(
      String value, int start, int end, List<Mend> mends, boolean isClosed, @Nullable String doubt)
      implements LooseValue {
    public Word {
      mends = List.copyOf(mends);
    }
  }
}
