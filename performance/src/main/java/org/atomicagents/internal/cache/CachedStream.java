package org.atomicagents.internal.cache;

import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.atomicagents.AgentStream;
import org.atomicagents.Element;
import org.atomicagents.FieldDelta;
import org.atomicagents.Partial;
import org.atomicagents.PreparedRun;
import org.atomicagents.RawDelta;
import org.atomicagents.RunResult;
import org.atomicagents.StreamStatus;
import org.atomicagents.error.CancelledException;
import org.atomicagents.internal.stream.OutputPaths;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;

/** A stream that looks into the cache when its first view is read. Thread-safe. */
final class CachedStream<O> implements AgentStream<O> {
  private final Schema<O> schema;
  private final String activity;
  private final PreparedRun<O> run;
  private final FutureTask<AgentStream<O>> source;
  private final AtomicBoolean partialsRead = new AtomicBoolean();
  private final AtomicBoolean deltasRead = new AtomicBoolean();
  private volatile boolean isClosed;

  /**
   * Creates a stream.
   *
   * @param source opens the stream to read, once
   * @param run the run of the caller, which is closed with this stream
   */
  CachedStream(
      Schema<O> schema, String activity, Supplier<AgentStream<O>> source, PreparedRun<O> run) {
    this.schema = schema;
    this.activity = activity;
    this.run = run;
    this.source = new FutureTask<>(source::get);
  }

  @Override
  public Iterator<Partial<O>> iterator() {
    if (partialsRead.getAndSet(true)) {
      throw new IllegalStateException("The partial values of a stream can be read once.");
    }
    return new LazyIterator<>(AgentStream::iterator);
  }

  @Override
  public Iterable<RawDelta> deltas() {
    return () -> {
      if (deltasRead.getAndSet(true)) {
        throw new IllegalStateException("The deltas of a stream can be read once.");
      }
      return new LazyIterator<>(stream -> stream.deltas().iterator());
    };
  }

  @Override
  public Iterable<FieldDelta> text(String path) {
    OutputPaths.requireText(schema, path);
    return () -> new LazyIterator<>(stream -> stream.text(path).iterator());
  }

  @Override
  public <T> Iterable<Element<T>> elements(String path, Class<T> type) {
    OutputPaths.requireList(schema, path, type);
    return () -> new LazyIterator<>(stream -> stream.elements(path, type).iterator());
  }

  /** An iterator that opens the stream when the first item is requested. */
  private final class LazyIterator<T> implements Iterator<T> {
    private final Function<AgentStream<O>, Iterator<T>> view;
    private @Nullable Iterator<T> items;

    LazyIterator(Function<AgentStream<O>, Iterator<T>> view) {
      this.view = view;
    }

    @Override
    public boolean hasNext() {
      return whileActive(() -> items().hasNext());
    }

    @Override
    public T next() {
      return whileActive(() -> items().next());
    }

    private Iterator<T> items() {
      Iterator<T> known = items;
      if (known == null) {
        known = view.apply(open());
        items = known;
      }
      return known;
    }
  }

  @Override
  public void awaitStart() {
    whileActive(() -> {
      open().awaitStart();
      return true;
    });
  }

  @Override
  public RunResult<O> runResult() {
    return whileActive(() -> open().runResult());
  }

  /** Reads from a stream that does not use the run of the caller, which is active meanwhile. */
  private <T> T whileActive(Supplier<T> step) {
    Runnable endOfActivity = run.beginActivity();
    try {
      return step.get();
    } finally {
      endOfActivity.run();
    }
  }

  @Override
  public StreamStatus status() {
    return source.state() == FutureTask.State.SUCCESS
        ? source.resultNow().status()
        : StreamStatus.notStarted();
  }

  private AgentStream<O> open() {
    if (isClosed && source.state() != FutureTask.State.SUCCESS) {
      throw CancelledException.closed(activity);
    }
    source.run();
    AgentStream<O> stream;
    try {
      stream = source.get();
    } catch (InterruptedException e) {
      close();
      throw CancelledException.interrupted(activity, e);
    } catch (ExecutionException e) {
      run.close();
      throw Failures.of(e);
    }
    if (isClosed) {
      // Closed while it was opened; has no effect on a stream that is complete.
      stream.close();
    }
    return stream;
  }

  @Override
  public void close() {
    isClosed = true;
    if (source.state() == FutureTask.State.SUCCESS) {
      source.resultNow().close();
    }
    run.close();
  }
}
