package org.atomicagents.cli.batch;

import java.util.Optional;
import java.util.OptionalLong;
import org.atomicagents.batch.BatchItem;
import org.atomicagents.batch.BatchSource;

/** The first items of a source. Not thread-safe. */
final class LimitedSource<I> implements BatchSource<I> {
  private final BatchSource<I> source;
  private final long max;
  private long remaining;

  LimitedSource(BatchSource<I> source, long max) {
    this.source = source;
    this.max = max;
    this.remaining = max;
  }

  @Override
  public Optional<BatchItem<I>> next() {
    return remaining-- > 0 ? source.next() : Optional.empty();
  }

  @Override
  public OptionalLong total() {
    OptionalLong all = source.total();
    return all.isPresent() ? OptionalLong.of(Math.min(all.getAsLong(), max)) : all;
  }

  /** Returns true also if the source may have exactly the maximum: its total is not known. */
  @Override
  public boolean isTruncated() {
    OptionalLong all = source.total();
    return remaining < 0 && (all.isEmpty() || all.getAsLong() > max);
  }

  @Override
  public void close() {
    source.close();
  }
}
