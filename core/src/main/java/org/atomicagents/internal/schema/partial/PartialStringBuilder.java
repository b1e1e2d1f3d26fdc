package org.atomicagents.internal.schema.partial;

import java.util.Arrays;
import org.atomicagents.internal.schema.type.AnyNode;
import org.atomicagents.internal.schema.type.ScalarNode;
import org.atomicagents.internal.schema.type.TypeNode;
import org.atomicagents.internal.schema.type.TypeUse;
import org.jspecify.annotations.Nullable;

/** Builds a string; it is visible while incomplete only if its type accepts any string. */
final class PartialStringBuilder extends PartialBuilder {
  private static final int INITIAL_CAPACITY = 32;

  private final boolean isStreamable;
  private final boolean isString;
  private char[] chars = new char[INITIAL_CAPACITY];
  private int length;

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
    int previousLength = visibleLength();
    int added = to - from;
    if (length + added > chars.length) {
      chars = Arrays.copyOf(chars, Math.max(length + added, 2 * chars.length));
    }
    System.arraycopy(source, from, chars, length, added);
    length += added;
    return visibleLength() > previousLength;
  }

  // A high surrogate is hidden until its low surrogate is received.
  private int visibleLength() {
    return length > 0 && Character.isHighSurrogate(chars[length - 1]) ? length - 1 : length;
  }

  String content() {
    return new String(chars, 0, length);
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
    return new PartialString(slot(), isString, chars, visibleLength());
  }
}
