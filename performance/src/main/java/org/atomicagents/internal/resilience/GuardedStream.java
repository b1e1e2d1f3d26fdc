package org.atomicagents.internal.resilience;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Supplier;
import org.atomicagents.AgentStream;
import org.atomicagents.Element;
import org.atomicagents.FieldDelta;
import org.atomicagents.Partial;
import org.atomicagents.RawDelta;
import org.atomicagents.RunResult;
import org.atomicagents.StreamStatus;
import org.jspecify.annotations.Nullable;

/** A stream for which a shutdown waits until it has ended or is closed. Thread-safe. */
final class GuardedStream<O> implements AgentStream<O> {
  private volatile @Nullable AgentStream<O> stream;
  private volatile @Nullable ActiveRun run;
  private volatile boolean isClosed;

  /** Starts the stream; closes it if this stream was closed before. */
  void start(AgentStream<O> started, ActiveRun active) {
    stream = started;
    run = active;
    if (isClosed) {
      close();
    }
  }

  private AgentStream<O> stream() {
    return Objects.requireNonNull(stream);
  }

  @Override
  public Iterator<Partial<O>> iterator() {
    return guarded(stream().iterator(), true);
  }

  @Override
  public <T> Iterable<Element<T>> elements(String path, Class<T> type) {
    Iterable<Element<T>> elements = stream().elements(path, type);
    return () -> guarded(elements.iterator(), false);
  }

  @Override
  public Iterable<FieldDelta> text(String path) {
    Iterable<FieldDelta> text = stream().text(path);
    return () -> guarded(text.iterator(), false);
  }

  @Override
  public Iterable<RawDelta> deltas() {
    Iterable<RawDelta> deltas = stream().deltas();
    return () -> guarded(deltas.iterator(), true);
  }

  @Override
  public void awaitStart() {
    guard(() -> {
      stream().awaitStart();
      return true;
    });
  }

  @Override
  public RunResult<O> runResult() {
    RunResult<O> result = guard(stream()::runResult);
    end();
    return result;
  }

  @Override
  public StreamStatus status() {
    return stream().status();
  }

  @Override
  public void close() {
    isClosed = true;
    AgentStream<O> started = stream;
    if (started != null) {
      try {
        started.close();
      } finally {
        end();
      }
    }
  }

  /** Performs a step; a failure of the run ends it. */
  private <T> T guard(Supplier<T> step) {
    try {
      return step.get();
    } catch (NoSuchElementException e) {
      // A call of next() after the end, which is no failure of the run.
      throw e;
    } catch (RuntimeException | Error e) {
      end();
      throw e;
    }
  }

  private void end() {
    ActiveRun active = run;
    if (active != null) {
      active.end();
    }
  }

  /**
   * Returns a view.
   *
   * @param endsWithRun whether the end of the view is the end of the run
   */
  private <T> Iterator<T> guarded(Iterator<T> view, boolean endsWithRun) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        boolean more = guard(view::hasNext);
        if (!more && endsWithRun) {
          end();
        }
        return more;
      }

      @Override
      public T next() {
        return guard(view::next);
      }
    };
  }
}
