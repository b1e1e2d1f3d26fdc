package org.atomicagents.schema;

import org.jspecify.annotations.Nullable;

/** One of a list of objects with a key and a value, as which a map may be written. */
final class GrowingEntry extends Growing {
  private static final Slot TEXT = Slot.of(Scalars.TEXT);

  private final GrowingMap map;
  private @Nullable String name;
  private boolean hasKey;
  private @Nullable Object early;
  private boolean hasEarly;

  GrowingEntry(GrowingMap map) {
    super(map, TEXT, false, true);
    this.map = map;
  }

  /** Whether it has both, and so is in the map. */
  boolean isInMap() {
    return hasKey && hasEarly;
  }

  @Override
  void key(String key, boolean lenient) {
    name = key;
  }

  @Override
  @Nullable Slot next() {
    if (MapNode.KEY.equals(name)) {
      return hasKey ? null : TEXT;
    }
    return MapNode.VALUE.equals(name) && !hasEarly ? map.node().value() : null;
  }

  @Override
  String segment() {
    return "." + name;
  }

  @Override
  void add(@Nullable Object value) {
    if (!MapNode.VALUE.equals(name)) {
      hasKey = true;
      map.open(value == null ? null : map.node().key().read((String) value));
    } else {
      hasEarly = true;
      early = value;
    }
    if (isInMap()) {
      map.add(early);
    }
  }

  @Override
  void addBroken(@Nullable Grown sofar) {
    map.addBroken(sofar);
  }

  @Override
  Object whole() {
    if (!isInMap()) {
      map.addBroken(null);
    }
    map.endEntry();
    return BROKEN;
  }

  @Override
  boolean lacks(boolean hasChild) {
    return !hasKey || !hasChild || !MapNode.VALUE.equals(name);
  }

  @Override
  @Nullable Grown frozen(@Nullable Grown child) {
    return child;
  }
}
