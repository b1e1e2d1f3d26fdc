package org.atomicagents.schema;

import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The first of some items of a set, and maybe one more behind them; unmodifiable. */
final class GrownSet extends AbstractSet<@Nullable Object> {
  private static final Object NULL = new Object();

  private final GrownItems items;
  private final int whole;
  private final @Nullable Object last;
  private final Map<Object, Integer> places;

  private GrownSet(
      GrownItems items, int whole, @Nullable Object last, Map<Object, Integer> places) {
    this.items = items;
    this.whole = whole;
    this.last = last;
    this.places = places;
  }

  static GrownSet of(
      @Nullable Object[] items, int count, @Nullable Object last, Map<Object, Integer> places) {
    Object added = last == null || isAmong(places, count, last) ? null : last;
    var all = new GrownItems(items, added == null ? count : count + 1, added);
    return new GrownSet(all, count, added, places);
  }

  /** What stands for an item where null can't. */
  static Object key(@Nullable Object item) {
    return item == null ? NULL : item;
  }

  private static boolean isAmong(Map<Object, Integer> places, int count, @Nullable Object item) {
    Integer place = places.get(key(item));
    return place != null && place < count;
  }

  @Override
  public boolean contains(@Nullable Object item) {
    return isAmong(places, whole, item) || (last != null && last.equals(item));
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
