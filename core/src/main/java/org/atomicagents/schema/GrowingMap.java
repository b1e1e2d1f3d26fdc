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
  private boolean changed;

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
    changed |= value instanceof Marked;
    keys[count] = open;
    values[count] = value;
    places.put(open, count++);
    open = null;
  }

  @Override
  void addBroken(@Nullable Grown sofar) {
    broken = true;
    if (sofar == null) {
      open = null;
    } else {
      add(new Marked.Broken(sofar));
    }
  }

  @Override
  Object whole() {
    if (broken) {
      return BROKEN;
    }
    GrownMap all = frozen(null);
    Object held = slot().holding(all.held());
    return changed ? new Marked.Changed(held, all) : held;
  }

  @Override
  GrownMap frozen(@Nullable Grown child) {
    // The value of a key that is none is read, too, and belongs nowhere.
    Grown shown = open == null ? null : child;
    return new GrownMap(slot(), node, keys, values, count, places, open, shown);
  }
}
