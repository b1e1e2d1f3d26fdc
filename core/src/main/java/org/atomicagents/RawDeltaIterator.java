package org.atomicagents;

import org.jspecify.annotations.Nullable;

/** All text of the answers, in the pieces in which it came. */
final class RawDeltaIterator<O> extends StreamIterator<Delta> {
  private final RunStream<O> stream;
  private int attempt;
  private int read;

  RawDeltaIterator(RunStream<O> stream) {
    this.stream = stream;
  }

  @Override
  @Nullable Delta find() {
    return stream.await(this::poll);
  }

  private @Nullable Delta poll(PartialDocument<O> answer) {
    while (attempt < answer.attempt() && (attempt == 0 || read == answer.text(attempt).pieces())) {
      attempt++;
      read = 0;
    }
    return attempt > 0 && read < answer.text(attempt).pieces()
        ? new Delta(attempt, answer.text(attempt).piece(read++).toString())
        : null;
  }
}
