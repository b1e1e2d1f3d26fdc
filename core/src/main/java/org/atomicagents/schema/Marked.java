package org.atomicagents.schema;

import org.jspecify.annotations.Nullable;

/** A part among others that isn't, or not only, the value that it stands for. */
sealed interface Marked {

  /** The value that it stands for; null if its type can't be built. */
  @Nullable Object value();

  /** What is shown of it. */
  Grown shown(Slot slot);

  /** It came to its end without being of its type: it stays as it was. */
  record Broken(Grown sofar) implements Marked {
    @Override
    public @Nullable Object value() {
      return sofar.value();
    }

    @Override
    public Grown shown(Slot slot) {
      return sofar;
    }
  }

  /** Its constructor made something else of what was there: what was shown is shown on. */
  record Changed(Object value, Grown said) implements Marked {
    @Override
    public Grown shown(Slot slot) {
      return new WholeValue(slot, value, said);
    }
  }

  /** The value of a part. */
  static @Nullable Object value(@Nullable Object part) {
    return part instanceof Marked marked ? marked.value() : part;
  }

  /** What is shown of a part. */
  static Grown shown(Slot slot, @Nullable Object part) {
    return part instanceof Marked marked ? marked.shown(slot) : new WholeValue(slot, part);
  }
}
