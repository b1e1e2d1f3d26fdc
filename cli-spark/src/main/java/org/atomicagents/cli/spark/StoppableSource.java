package org.atomicagents.cli.spark;

import java.util.Optional;
import java.util.OptionalLong;
import org.atomicagents.batch.BatchItem;
import org.atomicagents.batch.BatchSource;

/** The items of a source until the executor is stopped. Not thread-safe. */
record StoppableSource<I>(BatchSource<I> source, LineExecutor executor) implements BatchSource<I> {

  @Override
  public Optional<BatchItem<I>> next() {
    return executor.isStopped() ? Optional.empty() : source.next();
  }

  @Override
  public OptionalLong total() {
    return source.total();
  }

  @Override
  public void close() {
    source.close();
  }
}
