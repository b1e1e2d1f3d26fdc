package org.atomicagents.internal.schema.partial;

import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** The first of some items, and one more behind them; unmodifiable. */
final class PrefixList extends AbstractList<@Nullable Object> implements RandomAccess {
  private final @Nullable Object[] items;
  private final int size;
  private final @Nullable Object openItem;

  /**
   * Items that others may add to, behind those.
   *
   * @param last the last one; null if it is one of the array
   */
  PrefixList(@Nullable Object[] items, int size, @Nullable Object last) {
    this.items = items;
    this.size = size;
    this.openItem = last;
  }

  @Override
  public @Nullable Object get(int index) {
    Objects.checkIndex(index, size);
    return PartOverride.value(rawItem(index));
  }

  /** An item as it was added. */
  @Nullable Object rawItem(int index) {
    return openItem != null && index == size - 1 ? openItem : items[index];
  }

  @Override
  public int size() {
    return size;
  }
}
