package org.atomicagents.internal.schema.partial;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An unmodifiable view of the first entries of two arrays, plus at most one open entry. */
final class PrefixMap extends AbstractMap<Object, @Nullable Object> {
  private final Object[] keys;
  private final @Nullable Object[] values;
  private final int count;
  private final Map<Object, Integer> indexes;
  private final @Nullable Object openKey;
  private final @Nullable Object openValue;

  /**
   * Creates a view of arrays that the builder appends to.
   *
   * @param indexes the index of each key, including later ones
   * @param openKey the key of the open entry; null if there is none
   */
  PrefixMap(
      Object[] keys,
      @Nullable Object[] values,
      int count,
      Map<Object, Integer> indexes,
      @Nullable Object openKey,
      @Nullable Object openValue) {
    this.keys = keys;
    this.values = values;
    this.count = count;
    this.indexes = indexes;
    this.openKey = openKey;
    this.openValue = openValue;
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
    int index = indexOf(key);
    if (index >= 0) {
      return DisplayedPart.value(values[index]);
    }
    return key.equals(openKey) ? openValue : null;
  }

  private int indexOf(Object key) {
    Integer index = indexes.get(key);
    return index == null || index >= count ? -1 : index;
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
        return new SimpleImmutableEntry<>(key, DisplayedPart.value(values[next++]));
      }
      if (openKey == null || next > count) {
        throw new NoSuchElementException();
      }
      next++;
      return new SimpleImmutableEntry<>(openKey, openValue);
    }
  }
}
