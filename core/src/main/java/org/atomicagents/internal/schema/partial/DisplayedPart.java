package org.atomicagents.internal.schema.partial;

import org.atomicagents.internal.schema.type.TypeUse;
import org.jspecify.annotations.Nullable;

/**
 * A part of a container whose visible form differs from its value: it failed to decode, or its
 * constructor changed it.
 */
sealed interface DisplayedPart {

  /** Returns the value of the part; null if its type cannot be constructed. */
  @Nullable Object value();

  /** Returns the visible form of the part. */
  PartialNode toNode(TypeUse slot);

  /** A complete part that is not valid for its type; it stays visible as it was. */
  record UndecodedPart(PartialNode partial) implements DisplayedPart {
    @Override
    public @Nullable Object value() {
      return partial.value();
    }

    @Override
    public PartialNode toNode(TypeUse slot) {
      return partial;
    }
  }

  /** A part that its constructor changed; the previously visible form stays visible. */
  record ConvertedPart(Object value, PartialNode preview) implements DisplayedPart {
    @Override
    public PartialNode toNode(TypeUse slot) {
      return new CompleteNode(slot, value, preview);
    }
  }

  /** Returns the value of a part. */
  static @Nullable Object value(@Nullable Object part) {
    return part instanceof DisplayedPart override ? override.value() : part;
  }

  /** Returns the visible form of a part. */
  static PartialNode toNode(TypeUse slot, @Nullable Object part) {
    return part instanceof DisplayedPart override
        ? override.toNode(slot)
        : new CompleteNode(slot, part);
  }
}
