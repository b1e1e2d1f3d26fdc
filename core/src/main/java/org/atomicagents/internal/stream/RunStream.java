package org.atomicagents.internal.stream;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;
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
import org.atomicagents.internal.run.AgentRun;
import org.atomicagents.internal.run.RunPlan;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.model.Phase;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.Timings;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The stream of a run: iterators over one {@link PartialDocument}, which a {@link StreamReader}
 * writes.
 *
 * <p>The first thread that reaches the end of a valid response commits the turn. Thread-safe.
 */
public final class RunStream<O> implements AgentStream<O> {
  private final RunPlan<O> plan;
  private final AgentRun<O> run;
  private final PartialDocument<O> document;
  private final StreamReader<O> reader;
  private final AtomicBoolean partialsRead = new AtomicBoolean();
  private final AtomicBoolean deltasRead = new AtomicBoolean();
  private final Lock committing = new ReentrantLock();

  public RunStream(RunPlan<O> plan) {
    this.plan = plan;
    this.run = new AgentRun<>(plan, true);
    Schema<O> schema = plan.output().schema();
    boolean earlyAbort = plan.config().stream().earlyAbort();
    var content = new PartialDocumentState<>(schema, plan.output().strictness(), earlyAbort);
    this.document = new PartialDocument<>(content, run.activity());
    this.reader = new StreamReader<>(run, document, schema);
  }

  @Override
  public Iterator<Partial<O>> iterator() {
    if (partialsRead.getAndSet(true)) {
      throw new IllegalStateException("The partial values of a stream can be read once.");
    }
    return new PartialIterator<>(
        this, new IntervalTimer(document, plan.config().time()), plan.config().stream().interval());
  }

  @Override
  public Iterable<RawDelta> deltas() {
    return () -> {
      if (deltasRead.getAndSet(true)) {
        throw new IllegalStateException("The deltas of a stream can be read once.");
      }
      return new RawDeltaIterator<>(this);
    };
  }

  @Override
  public Iterable<FieldDelta> text(String path) {
    CompiledSchema.of(plan.output().schema()).requireStringPath(path);
    return () -> new FieldTextIterator<>(this, path);
  }

  @Override
  public <T> Iterable<Element<T>> elements(String path, Class<T> type) {
    Class<?> items = CompiledSchema.of(plan.output().schema()).itemType(path);
    if (!type.isAssignableFrom(items)) {
      throw new IllegalArgumentException(
          "type: expected %s, the type of the items of %s, found %s"
              .formatted(items.getName(), path, type.getName()));
    }
    return () -> new ElementIterator<>(this, path, type::cast);
  }

  @Override
  public void awaitStart() {
    await(content -> content.attempt() == 0 ? null : content);
  }

  @Override
  public RunResult<O> runResult() {
    await(content -> null);
    return commit();
  }

  @Override
  public StreamStatus status() {
    record Progress(int attempt, AppendOnlyText.@Nullable Span text) {}
    Progress progress =
        document.read(content -> {
          int attempt = content.attempt();
          return new Progress(attempt, attempt == 0 ? null : content.text(attempt).since(0));
        });
    RunContext context = run.context();
    Timings timings = context.timings().snapshot();
    long tokens = context.usage().outputTokens();
    if (progress.text() != null && context.hasUnreportedText()) {
      tokens += plan.config().tokenCounter().count(progress.text().toString());
    }
    return new StreamStatus(
        progress.attempt(),
        timings.timeToFirstToken(),
        tokens,
        timings.perSecond(tokens, Phase.STREAM));
  }

  /** Returns the number of drafts so far. */
  public int drafts() {
    return document.read(PartialDocumentState::draft);
  }

  @Override
  public void close() {
    boolean cancelled = true;
    try {
      cancelled = run.cancel();
    } finally {
      if (cancelled) {
        document.cancel();
      }
    }
  }

  /**
   * Waits until a query of the document returns a result.
   *
   * @param query returns null if it has no result yet
   * @return null after the end of a valid response, when its turn is committed
   * @throws CancelledException if the stream was closed, or the waiting thread is interrupted
   */
  <T> @Nullable T await(Function<PartialDocumentState<O>, @Nullable T> query) {
    run.recordActivity();
    reader.start();
    T result;
    try {
      result = document.await(query);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    if (result == null) {
      commit();
    }
    return result;
  }

  /** Evaluates a query now, without waiting; returns null if the stream was closed. */
  <T> @Nullable T peek(Function<PartialDocumentState<O>, @Nullable T> query) {
    return document.peek(query);
  }

  /** Closes the stream because a waiting thread was interrupted; returns the exception to throw. */
  CancelledException interrupted(InterruptedException cause) {
    close();
    return CancelledException.interrupted(run.activity(), cause);
  }

  /** Commits the turn of a valid response, once; throws the failure of the stream if it failed. */
  private RunResult<O> commit() {
    committing.lock();
    try {
      document.throwFailure();
      return run.commit();
    } finally {
      committing.unlock();
    }
  }
}
