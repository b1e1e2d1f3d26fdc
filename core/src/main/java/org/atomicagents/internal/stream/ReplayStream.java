package org.atomicagents.internal.stream;

import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.atomicagents.AgentStream;
import org.atomicagents.Element;
import org.atomicagents.FieldDelta;
import org.atomicagents.Partial;
import org.atomicagents.RawDelta;
import org.atomicagents.RunResult;
import org.atomicagents.StreamStatus;
import org.atomicagents.error.CancelledException;
import org.atomicagents.internal.run.ResponseChunk;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The stream of an output that is known already, such as one from a cache.
 *
 * <p>Its text is appended to the document in chunks, whenever a reader needs more: without a thread
 * and without waiting. The output is not validated again. Thread-safe.
 */
public final class ReplayStream<O> implements AgentStream<O>, DocumentSource<O> {
  private static final int CHUNK_LENGTH = 24;

  private final Schema<O> schema;
  private final O output;
  private final String text;
  private final String activity;
  private final Supplier<RunResult<O>> completion;
  private final PartialDocument<O> document;
  private final DocumentViews<O> views;
  private final Lock lock = new ReentrantLock();
  private int position;
  private boolean isComplete;
  private volatile boolean isClosed;
  private volatile @Nullable RunResult<O> result;

  /**
   * Creates a stream.
   *
   * @param activity a description of the stream, for messages
   * @param completion returns the result and commits the turn; called once, unless it throws
   */
  public ReplayStream(
      Schema<O> schema,
      O output,
      String activity,
      TimeSource time,
      Supplier<RunResult<O>> completion) {
    this.schema = schema;
    this.output = output;
    this.text = schema.encode(output);
    this.activity = activity;
    this.completion = completion;
    this.document =
        new PartialDocument<>(
            new PartialDocumentState<>(schema, Strictness.LENIENT, false), activity);
    this.views =
        new DocumentViews<>(this, schema, new IntervalTimer(document, time), Duration.ZERO);
  }

  @Override
  public Iterator<Partial<O>> iterator() {
    return views.partials();
  }

  @Override
  public Iterable<RawDelta> deltas() {
    return views.deltas();
  }

  @Override
  public Iterable<FieldDelta> text(String path) {
    return views.text(path);
  }

  @Override
  public <T> Iterable<Element<T>> elements(String path, Class<T> type) {
    return views.elements(path, type);
  }

  @Override
  public void awaitStart() {
    requireOpen();
  }

  @Override
  public RunResult<O> runResult() {
    return complete();
  }

  @Override
  public StreamStatus status() {
    record Position(int attempt, int draft) {}
    Position now = document.read(content -> new Position(content.attempt(), content.draft()));
    return new StreamStatus(now.attempt(), now.draft(), Optional.empty(), 0, 0);
  }

  @Override
  public void close() {
    isClosed = true;
  }

  @Override
  public <T> @Nullable T await(Function<PartialDocumentState<O>, @Nullable T> query) {
    T found = find(query);
    if (found == null) {
      complete();
    }
    return found;
  }

  private <T> @Nullable T find(Function<PartialDocumentState<O>, @Nullable T> query) {
    lock.lock();
    try {
      T found;
      do {
        requireOpen();
        found = document.read(query);
      } while (found == null && advance());
      return found;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns whether the next chunk, or the final output, was appended; false if nothing remains.
   */
  private boolean advance() {
    if (position < text.length()) {
      int end = Math.min(position + CHUNK_LENGTH, text.length());
      if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
        end++;
      }
      document.append(
          new ResponseChunk(1, text.substring(position, end), ResponseChunk.NO_CALL, true));
      position = end;
      return true;
    }
    if (isComplete) {
      return false;
    }
    document.complete(FinalSnapshot.of(document.snapshot(), output, schema));
    document.end(null);
    isComplete = true;
    return true;
  }

  @Override
  public <T> @Nullable T peek(Function<PartialDocumentState<O>, @Nullable T> query) {
    return isClosed && result == null ? null : document.peek(query);
  }

  @Override
  public CancelledException interrupted(InterruptedException cause) {
    close();
    return CancelledException.interrupted(activity, cause);
  }

  private void requireOpen() {
    if (isClosed && result == null) {
      throw CancelledException.closed(activity);
    }
  }

  private RunResult<O> complete() {
    lock.lock();
    try {
      RunResult<O> known = result;
      if (known == null) {
        requireOpen();
        known = completion.get();
        result = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }
}
