package org.atomicagents.internal.schema.partial;

import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** An unmodifiable view of the first items of an array, plus at most one open item. */
final class PrefixList extends AbstractList<@Nullable Object> implements RandomAccess {
  private final @Nullable Object[] items;
  private final int size;
  private final @Nullable Object openItem;

  /**
   * Creates a view of an array that the builder appends to.
   *
   * @param size the number of items, including the open one
   * @param openItem the last item; null if the last item is in the array
   */
  PrefixList(@Nullable Object[] items, int size, @Nullable Object openItem) {
    this.items = items;
    this.size = size;
    this.openItem = openItem;
  }

  @Override
  public @Nullable Object get(int index) {
    Objects.checkIndex(index, size);
    return DisplayedPart.value(rawItem(index));
  }

  /** Returns an item as it was added: it can be a {@link DisplayedPart}. */
  @Nullable Object rawItem(int index) {
    return openItem != null && index == size - 1 ? openItem : items[index];
  }

  @Override
  public int size() {
    return size;
  }
}
