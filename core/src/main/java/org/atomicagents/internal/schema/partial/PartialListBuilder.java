package org.atomicagents.internal.schema.partial;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.atomicagents.internal.schema.type.ListNode;
import org.atomicagents.internal.schema.type.TypeUse;
import org.jspecify.annotations.Nullable;

/** A list, a set or an array that is being read. */
final class PartialListBuilder extends PartialBuilder {
  private static final int INITIAL_CAPACITY = 8;

  private final ListNode node;
  private final TypeUse item;
  private final @Nullable ConcurrentHashMap<Object, Integer> indexes;
  private @Nullable Object[] items = new @Nullable Object[INITIAL_CAPACITY];
  private int count;
  private boolean invalid;
  private boolean hasOverrides;
  private @Nullable PartialNode invalidChild;

  PartialListBuilder(PartialBuilder owner, TypeUse slot, ListNode node) {
    super(owner, slot);
    this.node = node;
    this.indexes = node.kind() == ListNode.Kind.SET ? new ConcurrentHashMap<>() : null;
    // What is not whole may yet become what the set holds already.
    this.item = indexes == null ? node.item() : node.item().withStreamWhenDone();
  }

  // Behind an item that isn't of its type it can't be said which one it is.
  @Override
  @Nullable TypeUse nextType() {
    return invalid ? null : item;
  }

  @Override
  String segment() {
    return "[" + count + "]";
  }

  @Override
  void add(@Nullable Object value) {
    if (indexes != null
        && indexes.putIfAbsent(PrefixSet.nullSafeKey(PartOverride.value(value)), count) != null) {
      return;
    }
    if (count == items.length) {
      items = Arrays.copyOf(items, 2 * count);
    }
    hasOverrides |= value instanceof PartOverride;
    items[count++] = value;
  }

  @Override
  void addInvalid(@Nullable PartialNode sofar) {
    invalid = true;
    invalidChild = sofar;
  }

  @Override
  Object complete() {
    if (invalid) {
      return INVALID;
    }
    PartialList all = createSnapshot(null);
    Object held = slot().wrap(all.toContainer());
    return hasOverrides ? new PartOverride.ConvertedPart(held, all) : held;
  }

  @Override
  PartialList createSnapshot(@Nullable PartialNode child) {
    return new PartialList(
        slot(), node, items, count, child == null ? invalidChild : child, indexes);
  }
}
