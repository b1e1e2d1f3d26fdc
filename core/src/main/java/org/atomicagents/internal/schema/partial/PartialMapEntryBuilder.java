package org.atomicagents.internal.schema.partial;

import org.atomicagents.internal.schema.type.MapNode;
import org.atomicagents.internal.schema.type.ScalarTypes;
import org.atomicagents.internal.schema.type.TypeUse;
import org.jspecify.annotations.Nullable;

/** One of a list of objects with a key and a value, as which a map may be written. */
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

  /** Whether it has both, and so is in the map. */
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
      map.open(value == null ? null : map.node().key().parse((String) value));
    } else {
      hasValue = true;
      pendingValue = value;
    }
    if (isComplete()) {
      map.add(pendingValue);
    }
  }

  @Override
  void addInvalid(@Nullable PartialNode sofar) {
    map.addInvalid(sofar);
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
