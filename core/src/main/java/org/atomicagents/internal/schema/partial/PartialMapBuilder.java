package org.atomicagents.internal.schema.partial;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.type.MapNode;
import org.atomicagents.internal.schema.type.TypeUse;
import org.jspecify.annotations.Nullable;

/** Builds a map from an object, or from an array of objects with a key and a value each. */
final class PartialMapBuilder extends PartialBuilder {
  private static final int INITIAL_CAPACITY = 8;

  private final MapNode node;
  private final boolean isList;
  private final TypeUse entryType;
  private final ConcurrentHashMap<Object, Integer> indexes = new ConcurrentHashMap<>();
  private Object[] keys = new Object[INITIAL_CAPACITY];
  private @Nullable Object[] values = new @Nullable Object[INITIAL_CAPACITY];
  private int count;
  private int entryCount;
  private @Nullable Object openKey;
  private boolean isInvalid;
  private boolean hasOverrides;

  PartialMapBuilder(PartialBuilder parent, TypeUse slot, MapNode node, boolean isList) {
    super(parent, slot);
    this.node = node;
    this.isList = isList;
    this.entryType = TypeUse.of(node);
  }

  MapNode node() {
    return node;
  }

  boolean isList() {
    return isList;
  }

  @Override
  void startProperty(String name, boolean lenient) {
    openEntry(node.key().parse(name));
  }

  /** Sets the key of the next value; a duplicate key, or null for an invalid one, is an error. */
  void openEntry(@Nullable Object key) {
    openKey = key == null || indexes.containsKey(key) ? null : key;
    isInvalid |= openKey == null;
  }

  @Override
  @Nullable TypeUse nextType() {
    if (isList) {
      return entryType;
    }
    return openKey == null ? null : node.value();
  }

  @Override
  String segment() {
    if (isList) {
      return "[" + entryCount + "]";
    }
    return openKey == null ? "" : DecodeContext.pathSegment(node.key().format(openKey));
  }

  void endEntry() {
    openKey = null;
    entryCount++;
  }

  @Override
  void add(@Nullable Object value) {
    if (openKey == null) {
      return;
    }
    if (count == keys.length) {
      keys = Arrays.copyOf(keys, 2 * count);
      values = Arrays.copyOf(values, 2 * count);
    }
    hasOverrides |= value instanceof DisplayedPart;
    keys[count] = openKey;
    values[count] = value;
    indexes.put(openKey, count++);
    openKey = null;
  }

  @Override
  void addInvalid(@Nullable PartialNode partial) {
    isInvalid = true;
    if (partial == null) {
      openKey = null;
    } else {
      add(new DisplayedPart.UndecodedPart(partial));
    }
  }

  @Override
  Object complete() {
    if (isInvalid) {
      return INVALID;
    }
    PartialMap snapshot = createSnapshot(null);
    Object map = slot().wrap(snapshot.toMap());
    return hasOverrides ? new DisplayedPart.ConvertedPart(map, snapshot) : map;
  }

  @Override
  PartialMap createSnapshot(@Nullable PartialNode child) {
    // The value of an invalid key is parsed, too, but is not part of the map.
    PartialNode visibleChild = openKey == null ? null : child;
    return new PartialMap(slot(), node, keys, values, count, indexes, openKey, visibleChild);
  }
}
