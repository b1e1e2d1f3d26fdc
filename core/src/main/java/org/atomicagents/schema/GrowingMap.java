package org.atomicagents.schema;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A map that is being read: from an object, or from a list of objects with a key and a value. */
final class GrowingMap extends Growing {
  private static final int FEW = 8;

  private final MapNode node;
  private final boolean isList;
  private final Slot entry;
  private final ConcurrentHashMap<Object, Integer> places = new ConcurrentHashMap<>();
  private Object[] keys = new Object[FEW];
  private @Nullable Object[] values = new @Nullable Object[FEW];
  private int count;
  private int entries;
  private @Nullable Object open;
  private boolean broken;

  GrowingMap(Growing owner, Slot slot, MapNode node, boolean isList) {
    super(owner, slot);
    this.node = node;
    this.isList = isList;
    this.entry = Slot.of(node);
  }

  MapNode node() {
    return node;
  }

  boolean isList() {
    return isList;
  }

  @Override
  void key(String name, boolean lenient) {
    open(node.key().read(name));
  }

  /** Says which key the next value belongs to; a wrong one, or one that stands twice, is none. */
  void open(@Nullable Object key) {
    open = key == null || places.containsKey(key) ? null : key;
    broken |= open == null;
  }

  @Override
  @Nullable Slot next() {
    if (isList) {
      return entry;
    }
    return open == null ? null : node.value();
  }

  @Override
  String segment() {
    if (isList) {
      return "[" + entries + "]";
    }
    return open == null ? "" : Decoding.segment(node.key().write(open));
  }

  void endEntry() {
    open = null;
    entries++;
  }

  @Override
  void add(@Nullable Object value) {
    if (open == null) {
      return;
    }
    if (count == keys.length) {
      keys = Arrays.copyOf(keys, 2 * count);
      values = Arrays.copyOf(values, 2 * count);
    }
    keys[count] = open;
    values[count] = value;
    places.put(open, count++);
    open = null;
  }

  @Override
  void addBroken(@Nullable Grown sofar) {
    broken = true;
    open = null;
  }

  @Override
  Object whole() {
    return broken ? BROKEN : slot().holding(frozen(null).held());
  }

  @Override
  GrownMap frozen(@Nullable Grown child) {
    return new GrownMap(slot(), node, keys, values, count, places, open, child);
  }
}
