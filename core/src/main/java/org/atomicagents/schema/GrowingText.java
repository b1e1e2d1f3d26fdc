package org.atomicagents.schema;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A text that is being read; shown while it grows only where any text is of its type. */
final class GrowingText extends Growing {
  private static final int SHORT = 32;

  private final boolean grows;
  private final boolean isString;
  private char[] chars = new char[SHORT];
  private int length;

  GrowingText(Growing owner, Slot slot) {
    super(owner, slot, false, !growsIn(slot.core()));
    this.grows = growsIn(slot.core());
    this.isString = slot.core() instanceof ScalarNode scalar && scalar.isString();
  }

  private static boolean growsIn(TypeNode type) {
    return type instanceof AnyNode || (type instanceof ScalarNode scalar && scalar.holdsText());
  }

  /** Adds more of it, and says whether that can be seen. */
  boolean add(char[] source, int from, int to) {
    int before = visible();
    int added = to - from;
    if (length + added > chars.length) {
      chars = Arrays.copyOf(chars, Math.max(length + added, 2 * chars.length));
    }
    System.arraycopy(source, from, chars, length, added);
    length += added;
    return visible() > before;
  }

  // The first half of a code point says nothing yet.
  private int visible() {
    return length > 0 && Character.isHighSurrogate(chars[length - 1]) ? length - 1 : length;
  }

  String said() {
    return new String(chars, 0, length);
  }

  @Override
  @Nullable Slot next() {
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
  void addBroken(@Nullable Grown sofar) {
    throw new IllegalStateException("expected no part of a text");
  }

  @Override
  @Nullable Object whole() {
    return Tokens.text(slot(), said());
  }

  @Override
  boolean lacks(boolean hasChild) {
    return !grows;
  }

  @Override
  Grown frozen(@Nullable Grown child) {
    return new GrownText(slot(), isString, chars, visible());
  }
}
