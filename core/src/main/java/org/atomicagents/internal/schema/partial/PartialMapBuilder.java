package org.atomicagents.internal.schema.partial;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.type.MapNode;
import org.atomicagents.internal.schema.type.TypeUse;
import org.jspecify.annotations.Nullable;

/** A map that is being read: from an object, or from a list of objects with a key and a value. */
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
  private @Nullable Object open;
  private boolean invalid;
  private boolean hasOverrides;

  PartialMapBuilder(PartialBuilder owner, TypeUse slot, MapNode node, boolean isList) {
    super(owner, slot);
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
    open(node.key().parse(name));
  }

  /** Says which key the next value belongs to; a wrong one, or one that stands twice, is none. */
  void open(@Nullable Object key) {
    open = key == null || indexes.containsKey(key) ? null : key;
    invalid |= open == null;
  }

  @Override
  @Nullable TypeUse nextType() {
    if (isList) {
      return entryType;
    }
    return open == null ? null : node.value();
  }

  @Override
  String segment() {
    if (isList) {
      return "[" + entryCount + "]";
    }
    return open == null ? "" : DecodeContext.pathSegment(node.key().format(open));
  }

  void endEntry() {
    open = null;
    entryCount++;
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
    hasOverrides |= value instanceof PartOverride;
    keys[count] = open;
    values[count] = value;
    indexes.put(open, count++);
    open = null;
  }

  @Override
  void addInvalid(@Nullable PartialNode sofar) {
    invalid = true;
    if (sofar == null) {
      open = null;
    } else {
      add(new PartOverride.UndecodedPart(sofar));
    }
  }

  @Override
  Object complete() {
    if (invalid) {
      return INVALID;
    }
    PartialMap all = createSnapshot(null);
    Object held = slot().wrap(all.toMap());
    return hasOverrides ? new PartOverride.ConvertedPart(held, all) : held;
  }

  @Override
  PartialMap createSnapshot(@Nullable PartialNode child) {
    // The value of a key that is none is read, too, and belongs nowhere.
    PartialNode shown = open == null ? null : child;
    return new PartialMap(slot(), node, keys, values, count, indexes, open, shown);
  }
}
