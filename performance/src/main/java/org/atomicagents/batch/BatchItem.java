package org.atomicagents.batch;

import java.util.Objects;

/**
 * An item of a {@link BatchSource}: an input, or the reason why there is none.
 *
 * <p>Immutable, if the input is.
 *
 * @param <I> the type of the inputs
 */
public sealed interface BatchItem<I> {

  /**
   * An item whose input could be read.
   *
   * @param <I> the type of the inputs
   */
  record Valid<I>(I input) implements BatchItem<I> {
    public Valid {
      Objects.requireNonNull(input, "input");
    }
  }

  /**
   * An item whose input could not be read; its outcome is an {@link Outcome.Failure}.
   *
   * @param <I> the type of the inputs
   * @param failure the exception of the outcome
   */
  record Invalid<I>(RuntimeException failure) implements BatchItem<I> {
    public Invalid {
      Objects.requireNonNull(failure, "failure");
    }
  }

  /** Returns an item with an input. */
  static <I> BatchItem<I> of(I input) {
    return new Valid<>(input);
  }

  /** Returns an item without an input. */
  static <I> BatchItem<I> invalid(RuntimeException failure) {
    return new Invalid<>(failure);
  }
}
