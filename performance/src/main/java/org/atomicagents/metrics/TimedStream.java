package org.atomicagents.metrics;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.atomicagents.AgentStream;
import org.atomicagents.Element;
import org.atomicagents.FieldDelta;
import org.atomicagents.Partial;
import org.atomicagents.RawDelta;
import org.atomicagents.RunResult;
import org.atomicagents.StreamStatus;

/** A stream that is recorded once, at its end. Thread-safe. */
final class TimedStream<O> implements AgentStream<O> {
  private static final long NOT_STARTED = Long.MIN_VALUE;

  private final TimedAgent<?, O> agent;
  private final AgentStream<O> stream;
  private final long preparationNanos;
  private final AtomicLong start = new AtomicLong(NOT_STARTED);
  private final AtomicBoolean recorded = new AtomicBoolean();

  TimedStream(TimedAgent<?, O> agent, AgentStream<O> stream, long preparationNanos) {
    this.agent = agent;
    this.stream = stream;
    this.preparationNanos = preparationNanos;
  }

  @Override
  public Iterator<Partial<O>> iterator() {
    return timed(stream.iterator(), true);
  }

  @Override
  public <T> Iterable<Element<T>> elements(String path, Class<T> type) {
    return timed(stream.elements(path, type), false);
  }

  @Override
  public Iterable<FieldDelta> text(String path) {
    return timed(stream.text(path), false);
  }

  @Override
  public Iterable<RawDelta> deltas() {
    return timed(stream.deltas(), true);
  }

  @Override
  public void awaitStart() {
    measure(() -> {
      stream.awaitStart();
      return true;
    });
  }

  @Override
  public RunResult<O> runResult() {
    RunResult<O> result = measure(stream::runResult);
    if (recorded.compareAndSet(false, true)) {
      agent.succeeded(result, elapsed());
    }
    return result;
  }

  @Override
  public StreamStatus status() {
    return stream.status();
  }

  @Override
  public void close() {
    stream.close();
    if (start.get() != NOT_STARTED && !recorded.get()) {
      recordEnd();
    }
  }

  // A closed stream returns its result if it had ended before, and else throws at once.
  private void recordEnd() {
    try {
      runResult();
    } catch (RuntimeException e) {
      // Recorded, and thrown to the readers of the stream.
    }
  }

  /**
   * Returns a view.
   *
   * @param endsWithRun whether the end of the view is the end of the run, so that the result exists
   */
  private <T> Iterable<T> timed(Iterable<T> view, boolean endsWithRun) {
    return () -> timed(view.iterator(), endsWithRun);
  }

  private <T> Iterator<T> timed(Iterator<T> view, boolean endsWithRun) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        boolean more = measure(view::hasNext);
        if (!more && endsWithRun && !recorded.get()) {
          runResult();
        }
        return more;
      }

      @Override
      public T next() {
        return measure(view::next);
      }
    };
  }

  private <T> T measure(Supplier<T> step) {
    start.compareAndSet(NOT_STARTED, agent.now() - preparationNanos);
    try {
      return step.get();
    } catch (NoSuchElementException e) {
      // A call of next() after the end, which is no failure of the run.
      throw e;
    } catch (RuntimeException e) {
      if (recorded.compareAndSet(false, true)) {
        agent.failed(e, elapsed());
      }
      throw e;
    }
  }

  private long elapsed() {
    return agent.now() - start.get();
  }
}
