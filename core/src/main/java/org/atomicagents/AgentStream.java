package org.atomicagents;

import java.util.Iterator;
import java.util.concurrent.Flow;
import org.atomicagents.internal.stream.IterablePublisher;

/**
 * A run whose output is seen while it is written.
 *
 * <p>It can be read as partial values, as items of a list, as the growing text at one place, or as
 * raw text, by one thread each, and begins with the first that is asked for. Whoever comes to the
 * end of the answer validates it and commits the turn; a failure of the run is thrown by {@code
 * hasNext()} to everyone, and again by {@link #result()}. Closing it before that cancels the run
 * and leaves the history as it was. {@link #close()} may be called from any thread, any number of
 * times; so may everything else, each view by one thread.
 *
 * <p>An answer that is not valid is asked for again as by {@link Agent#run}: what comes then is a
 * new draft, and begins anew. So it does where what was seen turns out to be a thought or an
 * example ({@link Partial#draft}); of the draft before, nobody is given what he has not read yet.
 *
 * {@snippet :
 * try (AgentStream<Answer> stream = agent.stream(question)) {
 *   for (Partial<Answer> partial : stream) {
 *     screen.render(partial.value());
 *   }
 *   Answer answer = stream.result();
 * }
 * }
 */
public interface AgentStream<O> extends Iterable<Partial<O>>, AutoCloseable {

  /**
   * The output as it grows; iterated once.
   *
   * <p>Always the newest: who is slow misses some in between, and never the last, whose value is
   * the {@link #result()}. There is none as long as the type can't be built of what is known, and
   * none in which nothing is new.
   */
  @Override
  Iterator<Partial<O>> iterator();

  /**
   * The items of a list, each as soon as it is whole, in their order; none is left out for a slow
   * reader. An item that breaks a constraint is left out, and makes the answer invalid.
   *
   * @param path leads to a list, as in {@code $.tasks}
   * @throws IllegalArgumentException if the path leads to no list of that type
   */
  <T> Iterable<Element<T>> elements(String path, Class<T> type);

  /**
   * What is added to a text, as it comes; the pieces make up the whole text for a slow reader, too.
   *
   * @param path leads to a text, as in {@code $.summary}
   * @throws IllegalArgumentException if the path leads to no text
   */
  Iterable<FieldDelta> text(String path);

  /**
   * All text of the answers, in the pieces in which it comes: the arguments of calls, and what is
   * said before them or around the answer, too; iterated once.
   */
  Iterable<RawDelta> deltas();

  /**
   * Starts the run and waits for the first text of a response, or for the failure of the run.
   *
   * <p>So a server can send an HTTP status that fits the failure, as long as it has sent nothing
   * else. Failures after the first text are thrown by the other methods. No item of any iterable is
   * consumed.
   *
   * @throws org.atomicagents.error.AgentException if the run failed or was cancelled before the
   *     first text
   */
  void awaitStart();

  /**
   * The valid output, after whatever is left of the answer.
   *
   * @throws org.atomicagents.error.AgentException if the run failed or was cancelled
   */
  default O result() {
    return runResult().output();
  }

  /**
   * The valid output and how it came about, after whatever is left of the answer.
   *
   * @throws org.atomicagents.error.AgentException if the run failed or was cancelled
   */
  RunResult<O> runResult();

  /** How far it has come; at any time, from any thread. */
  StreamStatus status();

  /** The partial values as a {@link #publisher(Iterable)}. */
  default Flow.Publisher<Partial<O>> publisher() {
    return publisher(this);
  }

  /**
   * A view of this stream for reactive callers: for one subscriber, as much as that requests.
   *
   * <p>Nothing is asked of the model before the first request. Cancelling the subscription closes
   * the stream, as does a subscriber that throws; a failure of the run goes to {@code onError}. The
   * subscriber is called on a virtual thread.
   *
   * @param view what one of the methods of this stream gave, or made of that
   */
  default <T> Flow.Publisher<T> publisher(Iterable<T> view) {
    return new IterablePublisher<>(view, this::close);
  }

  @Override
  void close();
}
