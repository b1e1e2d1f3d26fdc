package org.atomicagents.internal.stream;

import java.time.Duration;
import java.util.Iterator;
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
import org.atomicagents.model.RunContext;
import org.atomicagents.schema.Schema;
import org.atomicagents.time.Phase;
import org.atomicagents.time.Timings;
import org.jspecify.annotations.Nullable;

/**
 * The stream of a run: iterators over one {@link PartialDocument}, which a {@link StreamReader}
 * writes.
 *
 * <p>The first thread that reaches the end of a valid response commits the turn. Thread-safe.
 */
public final class RunStream<O> implements AgentStream<O>, DocumentSource<O> {
  private final RunPlan<O> plan;
  private final AgentRun<O> run;
  private final PartialDocument<O> document;
  private final StreamReader<O> reader;
  private final DirectReading direct;
  private final DocumentViews<O> views;
  private final Lock committing = new ReentrantLock();

  public RunStream(RunPlan<O> plan) {
    this.plan = plan;
    this.run = new AgentRun<>(plan, true);
    Schema<O> schema = plan.output().schema();
    boolean earlyAbort = plan.config().stream().earlyAbort();
    var content = new PartialDocumentState<>(schema, plan.output().strictness(), earlyAbort);
    this.document = new PartialDocument<>(content, run.activity());
    this.reader = new StreamReader<>(run, document, schema);
    this.direct = new DirectReading(reader, plan.config().stream(), plan.config().time());
    this.views =
        new DocumentViews<>(
            this,
            schema,
            new IntervalTimer(document, plan.config().time()),
            plan.config().stream().interval());
  }

  /**
   * Returns a stream of the same response for another caller, from its first part.
   *
   * <p>Its readers do not start this stream, and closing it does not close this one.
   *
   * @param interval the minimum time between two partial values
   */
  public SharedStream<O> share(SharedStream.Member<O> member, Duration interval) {
    return new SharedStream<>(
        this, document, plan.output().schema(), member, interval, plan.config().time());
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
    return commit();
  }

  @Override
  public StreamStatus status() {
    record Progress(int attempt, int draft, AppendOnlyText.@Nullable Span text) {}
    Progress progress =
        document.read(content -> {
          int attempt = content.attempt();
          return new Progress(
              attempt, content.draft(), attempt == 0 ? null : content.text(attempt).since(0));
        });
    RunContext context = run.context();
    Timings timings = context.timings().snapshot();
    long tokens = context.usage().outputTokens();
    if (progress.text() != null && context.hasUnreportedText()) {
      tokens += plan.config().tokenCounter().count(progress.text().toString());
    }
    return new StreamStatus(
        progress.attempt(),
        progress.draft(),
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
    direct.end();
    try {
      cancelled = run.cancel();
    } finally {
      if (cancelled) {
        document.cancel();
      }
    }
  }

  @Override
  public <T> @Nullable T await(Function<PartialDocumentState<O>, @Nullable T> query) {
    run.recordActivity();
    direct.enter();
    T result;
    try {
      result = document.awaitReading(query, direct, this::readNext);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      direct.leave();
    }
    if (result == null) {
      throwInterrupted();
      commit();
    }
    return result;
  }

  private void readNext() {
    if (reader.readNext()) {
      direct.recordRead();
    } else {
      direct.end();
    }
  }

  @Override
  public <T> @Nullable T peek(Function<PartialDocumentState<O>, @Nullable T> query) {
    return document.peek(query);
  }

  @Override
  public CancelledException interrupted(InterruptedException cause) {
    return interruptedBy(cause);
  }

  /** Throws the failure of a read of this thread that an interrupt has ended. */
  private void throwInterrupted() {
    if (Thread.currentThread().isInterrupted()
        && document.failure() instanceof CancelledException failure) {
      throw interruptedBy(failure);
    }
  }

  private CancelledException interruptedBy(Exception cause) {
    close();
    CancelledException failure = CancelledException.interrupted(run.activity(), cause);
    run.recordUsage(failure);
    return failure;
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
