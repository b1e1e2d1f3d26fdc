package org.atomicagents.internal.submission;

import java.util.HexFormat;
import org.atomicagents.RunIngredients;
import org.atomicagents.internal.batch.ItemKey;
import org.jspecify.annotations.Nullable;

/**
 * The name of a request within its batch: the index of its item, and a part of the hash of its
 * input and its history, so that a result is never taken for that of another input.
 *
 * @param index the index of the item
 * @param hash the first 64 bits of the hash
 */
record ItemName(long index, long hash) {
  private static final int DIGITS = 16;
  private static final int MAX_INDEX_DIGITS = 18;

  static ItemName of(long index, RunIngredients ingredients) {
    return new ItemName(index, ItemKey.of(ingredients.history(), ingredients.input()).first());
  }

  /** Returns the item of a name; null if the text is not one. */
  static @Nullable ItemName parse(String text) {
    int dash = text.length() - DIGITS - 1;
    if (dash < 2 || dash > MAX_INDEX_DIGITS || text.charAt(0) != 'i' || text.charAt(dash) != '-') {
      return null;
    }
    try {
      long hash = HexFormat.fromHexDigitsToLong(text, dash + 1, text.length());
      long index = Long.parseLong(text, 1, dash, 10);
      var name = new ItemName(index, hash);
      return index >= 0 && name.text().equals(text) ? name : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Returns the name, as in {@code i17-0123456789abcdef}. */
  String text() {
    return "i" + index + "-" + HexFormat.of().toHexDigits(hash);
  }
}
