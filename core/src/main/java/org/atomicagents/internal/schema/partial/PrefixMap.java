package org.atomicagents.internal.schema.partial;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The first entries of some, and maybe one more behind them; unmodifiable. */
final class PrefixMap extends AbstractMap<Object, @Nullable Object> {
  private final Object[] keys;
  private final @Nullable Object[] values;
  private final int count;
  private final Map<Object, Integer> indexes;
  private final @Nullable Object openKey;
  private final @Nullable Object openValue;

  /**
   * Entries that others may add to, behind those.
   *
   * @param lastKey the key of one more; null if there is none
   */
  PrefixMap(
      Object[] keys,
      @Nullable Object[] values,
      int count,
      Map<Object, Integer> places,
      @Nullable Object lastKey,
      @Nullable Object last) {
    this.keys = keys;
    this.values = values;
    this.count = count;
    this.indexes = places;
    this.openKey = lastKey;
    this.openValue = last;
  }

  @Override
  public int size() {
    return openKey == null ? count : count + 1;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return key != null && (indexOf(key) >= 0 || key.equals(openKey));
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    if (key == null) {
      return null;
    }
    int place = indexOf(key);
    if (place >= 0) {
      return PartOverride.value(values[place]);
    }
    return key.equals(openKey) ? openValue : null;
  }

  private int indexOf(Object key) {
    Integer place = indexes.get(key);
    return place == null || place >= count ? -1 : place;
  }

  @Override
  public Set<Map.Entry<Object, @Nullable Object>> entrySet() {
    return new EntrySet();
  }

  private final class EntrySet extends AbstractSet<Map.Entry<Object, @Nullable Object>> {
    @Override
    public Iterator<Map.Entry<Object, @Nullable Object>> iterator() {
      return new EntryIterator();
    }

    @Override
    public int size() {
      return PrefixMap.this.size();
    }
  }

  private final class EntryIterator implements Iterator<Map.Entry<Object, @Nullable Object>> {
    private int next;

    @Override
    public boolean hasNext() {
      return next < size();
    }

    @Override
    public Map.Entry<Object, @Nullable Object> next() {
      if (next < count) {
        Object key = keys[next];
        return new SimpleImmutableEntry<>(key, PartOverride.value(values[next++]));
      }
      if (openKey == null || next > count) {
        throw new NoSuchElementException();
      }
      next++;
      return new SimpleImmutableEntry<>(openKey, openValue);
    }
  }
}
