package org.atomicagents.internal.stream;

import org.atomicagents.RawDelta;
import org.jspecify.annotations.Nullable;

/** Iterates over the raw text of all attempts, in the chunks in which it was received. */
final class RawDeltaIterator<O> extends StreamIterator<RawDelta> {
  private final DocumentSource<O> stream;
  private int attempt;
  private int readChunks;

  RawDeltaIterator(DocumentSource<O> stream) {
    this.stream = stream;
  }

  @Override
  @Nullable RawDelta awaitNext() {
    return stream.await(this::poll);
  }

  private @Nullable RawDelta poll(PartialDocumentState<O> content) {
    while (attempt < content.attempt()
        && (attempt == 0 || readChunks == content.text(attempt).chunks())) {
      attempt++;
      readChunks = 0;
    }
    return attempt > 0 && readChunks < content.text(attempt).chunks()
        ? new RawDelta(attempt, content.text(attempt).chunk(readChunks++).toString())
        : null;
  }
}
