package org.atomicagents.internal.schema.partial;

import org.atomicagents.internal.schema.type.TypeNode;
import org.atomicagents.internal.schema.type.TypeUse;
import org.jspecify.annotations.Nullable;

/** The place of a whole text. */
final class PartialRootBuilder extends PartialBuilder {
  private @Nullable PartialNode value;
  private boolean whole;

  PartialRootBuilder(TypeNode root) {
    super(null, TypeUse.of(root));
  }

  boolean isComplete() {
    return whole;
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
  void add(@Nullable Object added) {
    value = PartOverride.toNode(slot(), added);
    whole = true;
  }

  @Override
  void addInvalid(@Nullable PartialNode sofar) {
    value = sofar;
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
