package org.atomicagents.batch;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A source of the items of a batch, read one by one.
 *
 * <p>Unlike an iterator, a source can provide an item whose input is invalid, such as a malformed
 * line: its outcome is a failure, and the batch continues. An exception of {@link #next()} ends the
 * batch: it is thrown to the reader of the outcomes.
 *
 * <p>A source is read and closed by one thread. {@link JsonLinesReader} is one.
 *
 * @param <I> the type of the inputs
 */
public interface BatchSource<I> extends AutoCloseable {

  /** Returns the next item; empty at the end. May block; an interrupt means that the batch ends. */
  Optional<BatchItem<I>> next();

  /** Returns the number of all items; empty if it is not known. Called once, before the first. */
  default OptionalLong total() {
    return OptionalLong.empty();
  }

  /**
   * Returns whether this source has more items than {@link #next()} returned, such as because only
   * the first ones are run; called once, after the end. Items of a {@link BatchJournal} that are in
   * doubt and were not read remain in doubt then.
   */
  default boolean isTruncated() {
    return false;
  }

  /** Releases the resources of this source; called after the last {@link #next()}. */
  @Override
  default void close() {}
}
