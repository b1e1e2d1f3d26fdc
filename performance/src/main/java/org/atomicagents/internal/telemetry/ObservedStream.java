package org.atomicagents.internal.telemetry;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.atomicagents.AgentStream;
import org.atomicagents.Element;
import org.atomicagents.FieldDelta;
import org.atomicagents.Partial;
import org.atomicagents.RawDelta;
import org.atomicagents.RunResult;
import org.atomicagents.StreamStatus;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is observed from its first read to its end, its failure or its closing, or until it
 * is no longer reachable. Thread-safe.
 */
final class ObservedStream<O> implements AgentStream<O> {
  private static final Cleaner ABANDONED = Cleaner.create();

  private final AgentStream<O> stream;
  private final Supplier<RunTracker> start;
  private final Observation observation;
  private final Cleaner.Cleanable registration;
  private final Lock starting = new ReentrantLock();

  /** The tracker of the stream, from its first read; refers to no part of the stream. */
  private static final class Observation implements Runnable {
    private final AtomicReference<@Nullable RunTracker> tracker = new AtomicReference<>();
    private final Runnable discard;

    Observation(Runnable discard) {
      this.discard = discard;
    }

    @Override
    public void run() {
      RunTracker started = tracker.get();
      if (started == null) {
        discard.run();
      } else {
        started.cancel();
      }
    }
  }

  /**
   * Creates a stream.
   *
   * @param start starts to observe the run; called at the first read
   * @param discard ends the observation of a run that is never read; refers to no stream
   */
  ObservedStream(AgentStream<O> stream, Supplier<RunTracker> start, Runnable discard) {
    this.stream = stream;
    this.start = start;
    this.observation = new Observation(discard);
    this.registration = ABANDONED.register(this, observation);
  }

  @Override
  public Iterator<Partial<O>> iterator() {
    return observed(stream.iterator(), true);
  }

  @Override
  public <T> Iterable<Element<T>> elements(String path, Class<T> type) {
    return observed(stream.elements(path, type), false);
  }

  @Override
  public Iterable<FieldDelta> text(String path) {
    return observed(stream.text(path), false);
  }

  @Override
  public Iterable<RawDelta> deltas() {
    return observed(stream.deltas(), true);
  }

  @Override
  public void awaitStart() {
    observe(() -> {
      stream.awaitStart();
      return true;
    });
  }

  @Override
  public RunResult<O> runResult() {
    RunTracker tracker = tracker();
    RunResult<O> result = observe(stream::runResult);
    tracker.succeed(result);
    return result;
  }

  @Override
  public StreamStatus status() {
    return stream.status();
  }

  @Override
  public void close() {
    try {
      stream.close();
    } finally {
      if (observation.tracker.get() != null) {
        end();
      }
      registration.clean();
    }
  }

  // A closed stream returns its result if it had ended before, and else throws at once.
  private void end() {
    try {
      tracker().succeed(stream.runResult());
    } catch (RuntimeException e) {
      tracker().cancel();
    }
  }

  /**
   * Returns a view.
   *
   * @param endsWithRun whether the end of the view is the end of the run, so that the result exists
   */
  private <T> Iterable<T> observed(Iterable<T> view, boolean endsWithRun) {
    return () -> observed(view.iterator(), endsWithRun);
  }

  private <T> Iterator<T> observed(Iterator<T> view, boolean endsWithRun) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        boolean more = observe(view::hasNext);
        if (!more && endsWithRun) {
          runResult();
        }
        return more;
      }

      @Override
      public T next() {
        return observe(view::next);
      }
    };
  }

  /** Returns the result of a read, whose failure is that of the run. */
  private <T> T observe(Supplier<T> read) {
    RunTracker tracker = tracker();
    Runnable restore = tracker.enter();
    try {
      return read.get();
    } catch (NoSuchElementException e) {
      // A call of next() after the end, which is no failure of the run.
      throw e;
    } catch (RuntimeException | Error e) {
      tracker.fail(e);
      throw e;
    } finally {
      restore.run();
      // The observation must not end during the last read.
      Reference.reachabilityFence(this);
    }
  }

  private RunTracker tracker() {
    RunTracker known = observation.tracker.get();
    return known == null ? startOnce() : known;
  }

  private RunTracker startOnce() {
    starting.lock();
    try {
      RunTracker known = observation.tracker.get();
      if (known == null) {
        known = start.get();
        observation.tracker.set(known);
      }
      return known;
    } finally {
      starting.unlock();
    }
  }
}
