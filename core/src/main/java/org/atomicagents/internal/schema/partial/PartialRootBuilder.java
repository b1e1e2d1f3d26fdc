package org.atomicagents.internal.schema.partial;

import org.atomicagents.internal.schema.type.TypeNode;
import org.atomicagents.internal.schema.type.TypeUse;
import org.jspecify.annotations.Nullable;

/** The root of the builder chain; holds the document's value. */
final class PartialRootBuilder extends PartialBuilder {
  private @Nullable PartialNode value;
  private boolean isCompleted;

  PartialRootBuilder(TypeNode root) {
    super(null, TypeUse.of(root));
  }

  boolean isComplete() {
    return isCompleted;
  }

  @Override
  TypeUse nextType() {
    return slot();
  }

  @Override
  String segment() {
    return "$";
  }

  @Override
  void add(@Nullable Object part) {
    value = DisplayedPart.toNode(slot(), part);
    isCompleted = true;
  }

  @Override
  void addInvalid(@Nullable PartialNode partial) {
    value = partial;
  }

  @Override
  Object complete() {
    return INVALID;
  }

  @Override
  @Nullable PartialNode createSnapshot(@Nullable PartialNode child) {
    return child == null ? value : child;
  }
}
