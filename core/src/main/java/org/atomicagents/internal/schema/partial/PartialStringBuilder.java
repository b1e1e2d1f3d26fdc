package org.atomicagents.internal.schema.partial;

import java.util.Arrays;
import org.atomicagents.internal.schema.type.AnyNode;
import org.atomicagents.internal.schema.type.ScalarNode;
import org.atomicagents.internal.schema.type.TypeNode;
import org.atomicagents.internal.schema.type.TypeUse;
import org.jspecify.annotations.Nullable;

/** A text that is being read; shown while it grows only where any text is of its type. */
final class PartialStringBuilder extends PartialBuilder {
  private static final int INITIAL_CAPACITY = 32;

  private final boolean streamable;
  private final boolean isString;
  private char[] chars = new char[INITIAL_CAPACITY];
  private int length;

  PartialStringBuilder(PartialBuilder owner, TypeUse slot) {
    super(owner, slot, false, !isStreamable(slot.unwrappedType()));
    this.streamable = isStreamable(slot.unwrappedType());
    this.isString = slot.unwrappedType() instanceof ScalarNode scalar && scalar.isString();
  }

  private static boolean isStreamable(TypeNode type) {
    return type instanceof AnyNode
        || (type instanceof ScalarNode scalar && scalar.acceptsAnyText());
  }

  /** Adds more of it, and says whether that can be seen. */
  boolean add(char[] source, int from, int to) {
    int before = visibleLength();
    int added = to - from;
    if (length + added > chars.length) {
      chars = Arrays.copyOf(chars, Math.max(length + added, 2 * chars.length));
    }
    System.arraycopy(source, from, chars, length, added);
    length += added;
    return visibleLength() > before;
  }

  // The first half of a code point says nothing yet.
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
    throw new IllegalStateException("expected no part of a text");
  }

  @Override
  void addInvalid(@Nullable PartialNode sofar) {
    throw new IllegalStateException("expected no part of a text");
  }

  @Override
  @Nullable Object complete() {
    return ScalarDecoder.decodeText(slot(), content());
  }

  @Override
  boolean lacksRequiredPart(boolean hasChild) {
    return !streamable;
  }

  @Override
  PartialNode createSnapshot(@Nullable PartialNode child) {
    return new PartialString(slot(), isString, chars, visibleLength());
  }
}
