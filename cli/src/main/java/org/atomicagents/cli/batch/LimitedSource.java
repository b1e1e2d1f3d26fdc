package org.atomicagents.cli.batch;

import java.util.Optional;
import java.util.OptionalLong;
import org.atomicagents.batch.BatchItem;
import org.atomicagents.batch.BatchSource;

/** The first items of a source. Not thread-safe. */
final class LimitedSource<I> implements BatchSource<I> {
  private final BatchSource<I> source;
  private long remaining;

  LimitedSource(BatchSource<I> source, long max) {
    this.source = source;
    this.remaining = max;
  }

  @Override
  public Optional<BatchItem<I>> next() {
    return remaining-- > 0 ? source.next() : Optional.empty();
  }

  @Override
  public OptionalLong total() {
    OptionalLong all = source.total();
    return all.isPresent() ? OptionalLong.of(Math.min(all.getAsLong(), remaining)) : all;
  }

  @Override
  public void close() {
    source.close();
  }
}
