package org.atomicagents.internal.stream;

import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.Element;
import org.atomicagents.FieldDelta;
import org.atomicagents.Partial;
import org.atomicagents.RawDelta;
import org.atomicagents.schema.Schema;

/** The views of one stream: iterators over its document. Thread-safe. */
final class DocumentViews<O> {
  private final DocumentSource<O> source;
  private final Schema<O> schema;
  private final IntervalTimer timer;
  private final Duration interval;
  private final AtomicBoolean partialsRead = new AtomicBoolean();
  private final AtomicBoolean deltasRead = new AtomicBoolean();

  DocumentViews(
      DocumentSource<O> source, Schema<O> schema, IntervalTimer timer, Duration interval) {
    this.source = source;
    this.schema = schema;
    this.timer = timer;
    this.interval = interval;
  }

  Iterator<Partial<O>> partials() {
    if (partialsRead.getAndSet(true)) {
      throw new IllegalStateException("The partial values of a stream can be read once.");
    }
    return new PartialIterator<>(source, timer, interval);
  }

  Iterable<RawDelta> deltas() {
    return () -> {
      if (deltasRead.getAndSet(true)) {
        throw new IllegalStateException("The deltas of a stream can be read once.");
      }
      return new RawDeltaIterator<>(source);
    };
  }

  Iterable<FieldDelta> text(String path) {
    OutputPaths.requireText(schema, path);
    return () -> new FieldTextIterator<>(source, path);
  }

  <T> Iterable<Element<T>> elements(String path, Class<T> type) {
    OutputPaths.requireList(schema, path, type);
    return () -> new ElementIterator<>(source, path, type::cast);
  }
}
