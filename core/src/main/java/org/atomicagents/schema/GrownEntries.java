package org.atomicagents.schema;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The first entries of some, and maybe one more behind them; unmodifiable. */
final class GrownEntries extends AbstractMap<Object, @Nullable Object> {
  private final Object[] keys;
  private final @Nullable Object[] values;
  private final int count;
  private final Map<Object, Integer> places;
  private final @Nullable Object lastKey;
  private final @Nullable Object last;

  /**
   * Entries that others may add to, behind those.
   *
   * @param lastKey the key of one more; null if there is none
   */
  GrownEntries(
      Object[] keys,
      @Nullable Object[] values,
      int count,
      Map<Object, Integer> places,
      @Nullable Object lastKey,
      @Nullable Object last) {
    this.keys = keys;
    this.values = values;
    this.count = count;
    this.places = places;
    this.lastKey = lastKey;
    this.last = last;
  }

  @Override
  public int size() {
    return lastKey == null ? count : count + 1;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return key != null && (place(key) >= 0 || key.equals(lastKey));
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    if (key == null) {
      return null;
    }
    int place = place(key);
    if (place >= 0) {
      return Marked.value(values[place]);
    }
    return key.equals(lastKey) ? last : null;
  }

  private int place(Object key) {
    Integer place = places.get(key);
    return place == null || place >= count ? -1 : place;
  }

  @Override
  public Set<Map.Entry<Object, @Nullable Object>> entrySet() {
    return new Entries();
  }

  private final class Entries extends AbstractSet<Map.Entry<Object, @Nullable Object>> {
    @Override
    public Iterator<Map.Entry<Object, @Nullable Object>> iterator() {
      return new InOrder();
    }

    @Override
    public int size() {
      return GrownEntries.this.size();
    }
  }

  private final class InOrder implements Iterator<Map.Entry<Object, @Nullable Object>> {
    private int next;

    @Override
    public boolean hasNext() {
      return next < size();
    }

    @Override
    public Map.Entry<Object, @Nullable Object> next() {
      if (next < count) {
        Object key = keys[next];
        return new SimpleImmutableEntry<>(key, Marked.value(values[next++]));
      }
      if (lastKey == null || next > count) {
        throw new NoSuchElementException();
      }
      next++;
      return new SimpleImmutableEntry<>(lastKey, last);
    }
  }
}
