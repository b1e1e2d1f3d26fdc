package org.atomicagents.internal.schema.partial;

import org.atomicagents.internal.schema.type.AnyNode;
import org.atomicagents.internal.schema.type.ScalarNode;
import org.atomicagents.internal.schema.type.TypeNode;
import org.atomicagents.internal.schema.type.TypeUse;
import org.jspecify.annotations.Nullable;

/** Builds a string; it is visible while incomplete only if its type accepts any string. */
final class PartialStringBuilder extends PartialBuilder {
  private final boolean isStreamable;
  private final boolean isString;
  private final PartialText text = new PartialText();

  PartialStringBuilder(PartialBuilder parent, TypeUse slot) {
    super(parent, slot, false, !acceptsAnyText(slot.unwrappedType()));
    this.isStreamable = acceptsAnyText(slot.unwrappedType());
    this.isString = slot.unwrappedType() instanceof ScalarNode scalar && scalar.isString();
  }

  private static boolean acceptsAnyText(TypeNode type) {
    return type instanceof AnyNode
        || (type instanceof ScalarNode scalar && scalar.acceptsAnyText());
  }

  /** Returns whether the visible text has changed after appending characters. */
  boolean append(char[] source, int from, int to) {
    int previousLength = text.visibleLength();
    text.append(source, from, to);
    return text.visibleLength() > previousLength;
  }

  String content() {
    return text.all().toString();
  }

  @Override
  @Nullable TypeUse nextType() {
    return null;
  }

  @Override
  String segment() {
    return "";
  }

  @Override
  void add(@Nullable Object value) {
    throw new IllegalStateException("a string has no parts");
  }

  @Override
  void addInvalid(@Nullable PartialNode partial) {
    throw new IllegalStateException("a string has no parts");
  }

  @Override
  @Nullable Object complete() {
    return ScalarDecoder.decodeText(slot(), content());
  }

  @Override
  boolean lacksRequiredPart(boolean hasChild) {
    return !isStreamable;
  }

  @Override
  PartialNode createSnapshot(@Nullable PartialNode child) {
    return new PartialString(slot(), isString, text.visible());
  }
}
