package org.atomicagents;

import java.util.Iterator;
import java.util.concurrent.Flow;
import org.atomicagents.internal.stream.IterablePublisher;

/**
 * A run whose output can be read while the model writes it.
 *
 * {@snippet class="org.atomicagents.AgentSnippets" region="stream"}
 *
 * <p>The stream has several views: partial values ({@link #iterator()}), the elements of a list
 * ({@link #elements}), the text of one field ({@link #text}) and the raw text ({@link #deltas}).
 * The request is sent when the first view is read. Views may be read concurrently, each by one
 * thread; a slow reader delays neither the model nor the other readers.
 *
 * <p>The reader that reaches the end of the response validates the output and commits the turn. If
 * the run fails, {@code hasNext()} of every view and {@link #result()} throw the exception, and the
 * history is unchanged. It is also unchanged if the stream is closed before the end, which cancels
 * the run.
 *
 * <p>If the response is invalid, the model is asked again, as by {@link Agent#run}. Each response
 * starts a new draft, and so does a response whose earlier text turns out to be reasoning or an
 * example ({@link Partial#draft}). Unread parts of the previous draft are discarded.
 *
 * <p>Thread-safe. {@link #close()} may be called from any thread and any number of times.
 *
 * @param <O> the type of the output
 */
public interface AgentStream<O> extends Iterable<Partial<O>>, AutoCloseable {

  /**
   * Returns an iterator over the partial values of the output. It can be obtained once.
   *
   * <p>{@code next()} returns the latest partial value: a slow reader misses intermediate ones, but
   * never the last, whose value is the {@link #result()}. There is no partial value as long as the
   * type cannot be constructed from the received text, and none without a change. {@code hasNext()}
   * blocks until the next partial value or the end.
   *
   * @throws IllegalStateException if the iterator was obtained before
   */
  @Override
  Iterator<Partial<O>> iterator();

  /**
   * Returns the elements of a list, each as soon as it is complete, in order.
   *
   * <p>Every reader gets all elements. Null elements and elements that violate a constraint are
   * omitted; a violation makes the response invalid.
   *
   * @param path the path of the list, such as {@code $.tasks}
   * @param type the type of the elements
   * @throws IllegalArgumentException if the path is not a list of that type
   */
  <T> Iterable<Element<T>> elements(String path, Class<T> type);

  /**
   * Returns the text of a field in deltas, as it is received. Every reader gets the complete text.
   *
   * @param path the path of a text, such as {@code $.summary}
   * @throws IllegalArgumentException if the path is not a text
   */
  Iterable<FieldDelta> text(String path);

  /**
   * Returns the raw text of all responses in deltas: the arguments of calls, and text around the
   * output. It can be iterated once; a second iteration throws {@link IllegalStateException}.
   */
  Iterable<RawDelta> deltas();

  /**
   * Starts the run and waits for the first text of a response, or for the failure of the run.
   *
   * <p>Lets a server send an HTTP status that fits the failure, as long as it has sent nothing
   * else. Failures after the first text are thrown by the other methods. No item of any iterable is
   * consumed.
   *
   * @throws org.atomicagents.error.AgentException if the run failed or was cancelled before the
   *     first text
   */
  void awaitStart();

  /**
   * Returns the valid output; blocks until the end of the run.
   *
   * @throws org.atomicagents.error.AgentException if the run failed or was cancelled
   */
  default O result() {
    return runResult().output();
  }

  /**
   * Returns the valid output and the metrics of the run; blocks until its end.
   *
   * @throws org.atomicagents.error.AgentException if the run failed or was cancelled
   */
  RunResult<O> runResult();

  /** Returns the current progress; does not block. */
  StreamStatus status();

  /** Returns a publisher of the partial values, as {@link #publisher(Iterable)} does. */
  default Flow.Publisher<Partial<O>> publisher() {
    return publisher(this);
  }

  /**
   * Returns a publisher of a view for reactive callers.
   *
   * <p>It accepts one subscriber and emits as many items as requested. The model's request is sent
   * at the first {@code request(n)}. Cancelling the subscription closes the stream, and so does a
   * subscriber that throws; a failure of the run is passed to {@code onError}. The subscriber is
   * called on a virtual thread.
   *
   * @param view a view of this stream, or an iterable derived from one
   */
  default <T> Flow.Publisher<T> publisher(Iterable<T> view) {
    return new IterablePublisher<>(view, this::close);
  }

  /** Closes this stream; cancels the run unless it has ended. Idempotent. */
  @Override
  void close();
}
