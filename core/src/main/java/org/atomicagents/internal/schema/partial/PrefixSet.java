package org.atomicagents.internal.schema.partial;

import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The first of some items of a set, all of them whole; unmodifiable. */
final class PrefixSet extends AbstractSet<@Nullable Object> {
  private static final Object NULL = new Object();

  private final PrefixList items;
  private final Map<Object, Integer> indexes;

  /**
   * Items that others may add to, behind those.
   *
   * @param places the index of each item
   */
  PrefixSet(PrefixList items, Map<Object, Integer> places) {
    this.items = items;
    this.indexes = places;
  }

  /** What stands for an item where null can't. */
  static Object nullSafeKey(@Nullable Object item) {
    return item == null ? NULL : item;
  }

  /** The items in their order. */
  List<?> asList() {
    return items;
  }

  @Override
  public boolean contains(@Nullable Object item) {
    Integer place = indexes.get(nullSafeKey(item));
    return place != null && place < items.size();
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
