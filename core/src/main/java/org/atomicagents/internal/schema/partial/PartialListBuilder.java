package org.atomicagents.internal.schema.partial;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.atomicagents.internal.schema.type.ListNode;
import org.atomicagents.internal.schema.type.TypeUse;
import org.jspecify.annotations.Nullable;

/** Builds a list, a set or an array. */
final class PartialListBuilder extends PartialBuilder {
  private static final int INITIAL_CAPACITY = 8;

  private final ListNode node;
  private final TypeUse item;
  private final @Nullable ConcurrentHashMap<Object, Integer> indexes;
  private @Nullable Object[] items = new @Nullable Object[INITIAL_CAPACITY];
  private int count;
  private boolean isInvalid;
  private boolean hasOverrides;
  private @Nullable PartialNode invalidChild;

  PartialListBuilder(PartialBuilder parent, TypeUse slot, ListNode node) {
    super(parent, slot);
    this.node = node;
    this.indexes = node.kind() == ListNode.Kind.SET ? new ConcurrentHashMap<>() : null;
    // An incomplete item can become equal to one that the set contains already.
    this.item = indexes == null ? node.item() : node.item().withStreamWhenDone();
  }

  // After an invalid item the index of the next one is unknown.
  @Override
  @Nullable TypeUse nextType() {
    return isInvalid ? null : item;
  }

  @Override
  String segment() {
    return "[" + count + "]";
  }

  @Override
  void add(@Nullable Object value) {
    if (indexes != null
        && indexes.putIfAbsent(PrefixSet.nullSafeKey(DisplayedPart.value(value)), count) != null) {
      return;
    }
    if (count == items.length) {
      items = Arrays.copyOf(items, 2 * count);
    }
    hasOverrides |= value instanceof DisplayedPart;
    items[count++] = value;
  }

  @Override
  void addInvalid(@Nullable PartialNode partial) {
    isInvalid = true;
    invalidChild = partial;
  }

  @Override
  Object complete() {
    if (isInvalid) {
      return INVALID;
    }
    PartialList snapshot = createSnapshot(null);
    Object value = slot().wrap(snapshot.toContainer());
    return hasOverrides ? new DisplayedPart.ConvertedPart(value, snapshot) : value;
  }

  @Override
  PartialList createSnapshot(@Nullable PartialNode child) {
    return new PartialList(
        slot(), node, items, count, child == null ? invalidChild : child, indexes);
  }
}
