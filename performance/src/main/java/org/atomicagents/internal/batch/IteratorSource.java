package org.atomicagents.internal.batch;

import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;
import org.atomicagents.batch.BatchItem;
import org.atomicagents.batch.BatchSource;

/**
 * The elements of an iterator, all of which are valid except null.
 *
 * @param onClose releases the resources of the iterator
 */
public record IteratorSource<I>(Iterator<? extends I> inputs, OptionalLong total, Runnable onClose)
    implements BatchSource<I> {

  @Override
  public Optional<BatchItem<I>> next() {
    if (!inputs.hasNext()) {
      return Optional.empty();
    }
    I input = inputs.next();
    return Optional.of(
        input == null
            ? BatchItem.invalid(new NullPointerException("The input of an item is null."))
            : BatchItem.of(input));
  }

  @Override
  public void close() {
    onClose.run();
  }
}
