package org.atomicagents.internal.stream;

import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.atomicagents.AgentStream;
import org.atomicagents.Element;
import org.atomicagents.FieldDelta;
import org.atomicagents.Partial;
import org.atomicagents.RawDelta;
import org.atomicagents.RunResult;
import org.atomicagents.StreamStatus;
import org.atomicagents.error.CancelledException;
import org.atomicagents.schema.Schema;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The stream of one of several callers that share a response.
 *
 * <p>It reads the document of a {@link RunStream}, which is written independently of it. Its end is
 * that of its caller: closing it, an interrupt or the deadline of the caller do not end the shared
 * run. Thread-safe.
 */
public final class SharedStream<O> implements AgentStream<O>, DocumentSource<O> {
  private final RunStream<O> run;
  private final PartialDocument<O> document;
  private final Member<O> member;
  private final DocumentViews<O> views;
  private final Lock completing = new ReentrantLock();
  private final AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();
  private volatile @Nullable RunResult<O> result;

  /**
   * The part of a caller in the shared run.
   *
   * @param <O> the type of the output
   */
  public interface Member<O> {

    /**
     * Waits for the result of the shared run after the end of its response.
     *
     * @throws org.atomicagents.error.AgentException if the run failed
     */
    RunResult<O> awaitResult() throws InterruptedException;

    /** Returns the result for this caller; commits its turn. Called at most once. */
    RunResult<O> commit(RunResult<O> shared);

    /**
     * Ends the part of this caller. Called once.
     *
     * @param failure the failure that readers throw after this call, which may add its usage; null
     *     if there is none, or if the stream was closed
     */
    void leave(@Nullable RuntimeException failure);

    /** Returns a description of the stream, for messages. */
    String activity();
  }

  /**
   * The end of this stream: committing and ending exclude each other.
   *
   * @param failure the failure that all readers throw; null if the turn is committed
   * @param left completed as soon as the member has left and the failure contains its usage
   */
  private record Outcome(@Nullable RuntimeException failure, CompletableFuture<Boolean> left) {
    Outcome(@Nullable RuntimeException failure) {
      this(failure, new CompletableFuture<>());
    }
  }

  SharedStream(
      RunStream<O> run,
      PartialDocument<O> document,
      Schema<O> schema,
      Member<O> member,
      Duration interval,
      TimeSource time) {
    this.run = run;
    this.document = document;
    this.member = member;
    this.views = new DocumentViews<>(this, schema, new IntervalTimer(document, time), interval);
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
    await(content -> content.attempt() == 0 ? null : content);
  }

  @Override
  public RunResult<O> runResult() {
    await(content -> null);
    return complete();
  }

  @Override
  public StreamStatus status() {
    return run.status();
  }

  @Override
  public void close() {
    end(CancelledException.closed(member.activity()), false);
  }

  /**
   * Ends this stream unless it is complete; all readers throw a failure.
   *
   * @param failure the failure, such as a passed deadline
   */
  public void end(RuntimeException failure) {
    end(failure, true);
  }

  private void end(RuntimeException failure, boolean hasUsage) {
    var end = new Outcome(failure);
    if (outcome.compareAndSet(null, end)) {
      document.wakeReaders();
      try {
        member.leave(hasUsage ? failure : null);
      } finally {
        end.left().complete(true);
      }
    }
  }

  @Override
  public <T> @Nullable T await(Function<PartialDocumentState<O>, @Nullable T> query) {
    T found;
    try {
      found =
          document.await(content -> {
            requireOpen();
            return query.apply(content);
          });
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (RuntimeException e) {
      awaitEnd();
      throw e;
    }
    if (found == null) {
      complete();
    }
    return found;
  }

  @Override
  public <T> @Nullable T peek(Function<PartialDocumentState<O>, @Nullable T> query) {
    return failure() == null ? document.peek(query) : null;
  }

  @Override
  public CancelledException interrupted(InterruptedException cause) {
    CancelledException failure = CancelledException.interrupted(member.activity(), cause);
    end(failure);
    return failure;
  }

  /** Waits, outside of the lock of the document, until the failure contains its usage. */
  private void awaitEnd() {
    Outcome known = outcome.get();
    if (known != null && known.failure() != null) {
      known.left().join();
    }
  }

  private @Nullable RuntimeException failure() {
    Outcome known = outcome.get();
    return known == null ? null : known.failure();
  }

  private void requireOpen() {
    RuntimeException failure = failure();
    if (failure != null) {
      throw failure;
    }
  }

  private RunResult<O> complete() {
    RunResult<O> known = result;
    if (known != null) {
      return known;
    }
    completing.lock();
    try {
      return result == null ? completeOnce() : result;
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      completing.unlock();
    }
  }

  private RunResult<O> completeOnce() throws InterruptedException {
    requireOpen();
    RunResult<O> shared;
    try {
      shared = member.awaitResult();
    } catch (RuntimeException e) {
      end(e);
      throw e;
    }
    if (!outcome.compareAndSet(null, new Outcome(null))) {
      requireOpen();
    }
    return commit(shared);
  }

  private RunResult<O> commit(RunResult<O> shared) {
    try {
      RunResult<O> committed = member.commit(shared);
      result = committed;
      return committed;
    } catch (RuntimeException e) {
      outcome.set(new Outcome(e, CompletableFuture.completedFuture(true)));
      throw e;
    } finally {
      member.leave(null);
    }
  }
}
