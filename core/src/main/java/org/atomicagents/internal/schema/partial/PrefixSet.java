package org.atomicagents.internal.schema.partial;

import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An unmodifiable view of the first items of a set, all of them complete. */
final class PrefixSet extends AbstractSet<@Nullable Object> {
  private static final Object NULL = new Object();

  private final PrefixList items;
  private final Map<Object, Integer> indexes;

  /**
   * Creates a view of items that the builder appends to.
   *
   * @param indexes the index of each item, including later ones
   */
  PrefixSet(PrefixList items, Map<Object, Integer> indexes) {
    this.items = items;
    this.indexes = indexes;
  }

  /** Returns the item, or a substitute for null, as key of a map that does not accept null. */
  static Object nullSafeKey(@Nullable Object item) {
    return item == null ? NULL : item;
  }

  /** Returns the items in the order of arrival. */
  List<?> asList() {
    return items;
  }

  @Override
  public boolean contains(@Nullable Object item) {
    Integer index = indexes.get(nullSafeKey(item));
    return index != null && index < items.size();
  }

  @Override
  public Iterator<@Nullable Object> iterator() {
    return items.iterator();
  }

  @Override
  public int size() {
    return items.size();
  }
}
