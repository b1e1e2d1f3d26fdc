package org.atomicagents.internal.cache;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.AgentStream;
import org.atomicagents.CacheState;
import org.atomicagents.Element;
import org.atomicagents.FieldDelta;
import org.atomicagents.Partial;
import org.atomicagents.RawDelta;
import org.atomicagents.RunResult;
import org.atomicagents.StreamStatus;

/** A stream of one caller alone, whose output is stored at its end. Thread-safe. */
record UnsharedStream<O>(CacheLookup<O> lookup, AgentStream<O> stream, AtomicBoolean isStored)
    implements AgentStream<O> {

  @Override
  public Iterator<Partial<O>> iterator() {
    return stored(stream.iterator());
  }

  @Override
  public Iterable<RawDelta> deltas() {
    Iterable<RawDelta> deltas = stream.deltas();
    return () -> stored(deltas.iterator());
  }

  @Override
  public Iterable<FieldDelta> text(String path) {
    return stream.text(path);
  }

  @Override
  public <T> Iterable<Element<T>> elements(String path, Class<T> type) {
    return stream.elements(path, type);
  }

  @Override
  public void awaitStart() {
    stream.awaitStart();
  }

  @Override
  public RunResult<O> runResult() {
    RunResult<O> result = stream.runResult();
    if (lookup.use().mode().isWriting() && !isStored.getAndSet(true)) {
      lookup.put(result).run();
    }
    return result.withCacheState(CacheState.MISS);
  }

  @Override
  public StreamStatus status() {
    return stream.status();
  }

  @Override
  public void close() {
    stream.close();
  }

  /** Returns a view whose end is the end of the run, so that the result exists. */
  private <T> Iterator<T> stored(Iterator<T> view) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        boolean hasNext = view.hasNext();
        if (!hasNext) {
          runResult();
        }
        return hasNext;
      }

      @Override
      public T next() {
        return view.next();
      }
    };
  }
}
