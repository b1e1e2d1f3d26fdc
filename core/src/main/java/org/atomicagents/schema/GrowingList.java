package org.atomicagents.schema;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A list, a set or an array that is being read. */
final class GrowingList extends Growing {
  private static final int FEW = 8;

  private final ListNode node;
  private final Slot item;
  private final @Nullable ConcurrentHashMap<Object, Integer> places;
  private @Nullable Object[] items = new @Nullable Object[FEW];
  private int count;
  private boolean broken;
  private boolean changed;
  private @Nullable Grown rest;

  GrowingList(Growing owner, Slot slot, ListNode node) {
    super(owner, slot);
    this.node = node;
    this.places = node.kind() == ListNode.Kind.SET ? new ConcurrentHashMap<>() : null;
    // What is not whole may yet become what the set holds already.
    this.item = places == null ? node.item() : node.item().shownWhenDone();
  }

  // Behind an item that isn't of its type it can't be said which one it is.
  @Override
  @Nullable Slot next() {
    return broken ? null : item;
  }

  @Override
  String segment() {
    return "[" + count + "]";
  }

  @Override
  void add(@Nullable Object value) {
    if (places != null && places.putIfAbsent(GrownSet.key(Marked.value(value)), count) != null) {
      return;
    }
    if (count == items.length) {
      items = Arrays.copyOf(items, 2 * count);
    }
    changed |= value instanceof Marked;
    items[count++] = value;
  }

  @Override
  void addBroken(@Nullable Grown sofar) {
    broken = true;
    rest = sofar;
  }

  @Override
  Object whole() {
    if (broken) {
      return BROKEN;
    }
    GrownList all = frozen(null);
    Object held = slot().holding(all.held());
    return changed ? new Marked.Changed(held, all) : held;
  }

  @Override
  GrownList frozen(@Nullable Grown child) {
    return new GrownList(slot(), node, items, count, child == null ? rest : child, places);
  }
}
