package org.atomicagents.internal.schema.partial;

import org.atomicagents.internal.schema.type.TypeUse;
import org.jspecify.annotations.Nullable;

/** A part among others that isn't, or not only, the value that it stands for. */
sealed interface PartOverride {

  /** The value that it stands for; null if its type can't be built. */
  @Nullable Object value();

  /** What is shown of it. */
  PartialNode toNode(TypeUse slot);

  /** It came to its end without being of its type: it stays as it was. */
  record UndecodedPart(PartialNode partial) implements PartOverride {
    @Override
    public @Nullable Object value() {
      return partial.value();
    }

    @Override
    public PartialNode toNode(TypeUse slot) {
      return partial;
    }
  }

  /** Its constructor made something else of what was there: what was shown is shown on. */
  record ConvertedPart(Object value, PartialNode preview) implements PartOverride {
    @Override
    public PartialNode toNode(TypeUse slot) {
      return new CompleteNode(slot, value, preview);
    }
  }

  /** The value of a part. */
  static @Nullable Object value(@Nullable Object part) {
    return part instanceof PartOverride marked ? marked.value() : part;
  }

  /** What is shown of a part. */
  static PartialNode toNode(TypeUse slot, @Nullable Object part) {
    return part instanceof PartOverride marked ? marked.toNode(slot) : new CompleteNode(slot, part);
  }
}
