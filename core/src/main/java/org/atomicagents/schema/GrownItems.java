package org.atomicagents.schema;

import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** The first of some items, and one more behind them; unmodifiable. */
final class GrownItems extends AbstractList<@Nullable Object> implements RandomAccess {
  private final @Nullable Object[] items;
  private final int size;
  private final @Nullable Object last;

  /**
   * Items that others may add to, behind those.
   *
   * @param last the last one; null if it is one of the array
   */
  GrownItems(@Nullable Object[] items, int size, @Nullable Object last) {
    this.items = items;
    this.size = size;
    this.last = last;
  }

  @Override
  public @Nullable Object get(int index) {
    Objects.checkIndex(index, size);
    return Marked.value(part(index));
  }

  /** An item as it was added. */
  @Nullable Object part(int index) {
    return last != null && index == size - 1 ? last : items[index];
  }

  @Override
  public int size() {
    return size;
  }
}
