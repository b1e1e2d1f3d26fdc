package org.atomicagents.internal.schema.partial;

import org.atomicagents.internal.schema.type.MapNode;
import org.atomicagents.internal.schema.type.ScalarTypes;
import org.atomicagents.internal.schema.type.TypeUse;
import org.jspecify.annotations.Nullable;

/** Builds one entry of a map that is written as an array of objects with a key and a value. */
final class PartialMapEntryBuilder extends PartialBuilder {
  private static final TypeUse TEXT = TypeUse.of(ScalarTypes.TEXT);

  private final PartialMapBuilder map;
  private @Nullable String name;
  private boolean hasKey;
  private @Nullable Object pendingValue;
  private boolean hasValue;

  PartialMapEntryBuilder(PartialMapBuilder map) {
    super(map, TEXT, false, true);
    this.map = map;
  }

  /** Returns whether the entry has both a key and a value, and so has been added to the map. */
  boolean isComplete() {
    return hasKey && hasValue;
  }

  @Override
  void startProperty(String key, boolean lenient) {
    name = key;
  }

  @Override
  @Nullable TypeUse nextType() {
    if (MapNode.KEY.equals(name)) {
      return hasKey ? null : TEXT;
    }
    return MapNode.VALUE.equals(name) && !hasValue ? map.node().value() : null;
  }

  @Override
  String segment() {
    return "." + name;
  }

  @Override
  void add(@Nullable Object value) {
    if (!MapNode.VALUE.equals(name)) {
      hasKey = true;
      map.openEntry(value == null ? null : map.node().key().parse((String) value));
    } else {
      hasValue = true;
      pendingValue = value;
    }
    if (isComplete()) {
      map.add(pendingValue);
    }
  }

  @Override
  void addInvalid(@Nullable PartialNode partial) {
    map.addInvalid(partial);
  }

  @Override
  Object complete() {
    if (!isComplete()) {
      map.addInvalid(null);
    }
    map.endEntry();
    return INVALID;
  }

  @Override
  boolean lacksRequiredPart(boolean hasChild) {
    return !hasKey || !hasChild || !MapNode.VALUE.equals(name);
  }

  @Override
  @Nullable PartialNode createSnapshot(@Nullable PartialNode child) {
    return child;
  }
}
