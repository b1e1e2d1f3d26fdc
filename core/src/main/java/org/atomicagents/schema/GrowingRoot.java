package org.atomicagents.schema;

import org.jspecify.annotations.Nullable;

/** The place of a whole text. */
final class GrowingRoot extends Growing {
  private @Nullable Grown value;
  private boolean whole;

  GrowingRoot(TypeNode root) {
    super(null, Slot.of(root));
  }

  boolean isWhole() {
    return whole;
  }

  @Override
  Slot next() {
    return slot();
  }

  @Override
  String segment() {
    return "$";
  }

  @Override
  void add(@Nullable Object added) {
    value = Marked.shown(slot(), added);
    whole = true;
  }

  @Override
  void addBroken(@Nullable Grown sofar) {
    value = sofar;
  }

  @Override
  Object whole() {
    return BROKEN;
  }

  @Override
  @Nullable Grown frozen(@Nullable Grown child) {
    return child == null ? value : child;
  }
}
