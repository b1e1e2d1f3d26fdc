package org.atomicagents;

import org.jspecify.annotations.Nullable;

/** Iterates over the raw text of all attempts, in the chunks in which it was received. */
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

  private @Nullable Delta poll(DocumentContent<O> content) {
    while (attempt < content.attempt()
        && (attempt == 0 || read == content.text(attempt).chunks())) {
      attempt++;
      read = 0;
    }
    return attempt > 0 && read < content.text(attempt).chunks()
        ? new Delta(attempt, content.text(attempt).chunk(read++).toString())
        : null;
  }
}
