package org.atomicagents.internal.routing;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.AgentStream;
import org.atomicagents.Element;
import org.atomicagents.FieldDelta;
import org.atomicagents.Partial;
import org.atomicagents.PreparedRun;
import org.atomicagents.RawDelta;
import org.atomicagents.RunResult;
import org.atomicagents.StreamStatus;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.internal.routing.StageStreams.StageView;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The stream of a run with several stages: the items of each stage, while its model writes them.
 *
 * <p>A thread of its own runs the stages; the views read their streams. Thread-safe.
 */
final class StageStream<O> implements AgentStream<O> {
  private final StagePlan<?, O> plan;
  private final StageStart<O> first;
  private final AgentStream<O> firstStream;
  private final StageStreams<O> stages;
  private final StageLoop<?, O> loop;
  private final StageMetrics metrics;
  private final String activity;
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicReference<StreamState> state = new AtomicReference<>(StreamState.OPEN);
  private final Lock committing = new ReentrantLock();
  private final AtomicBoolean partialsRead = new AtomicBoolean();
  private final AtomicBoolean deltasRead = new AtomicBoolean();
  private final @Nullable Map<String, String> loggingContext = MDC.getCopyOfContextMap();
  private volatile @Nullable Thread driver;
  // Written by the driver before the outcome, which the readers of these numbers await.
  private int attempts;
  private int drafts;

  /** Committing and closing exclude each other: the first of the two decides. */
  private enum StreamState {
    OPEN,
    COMMITTED,
    CLOSED
  }

  /** Creates a stream that has not started. */
  StageStream(StagePlan<?, O> plan, StageStart<O> first, StageMetrics metrics) {
    this.plan = plan;
    this.first = first;
    this.metrics = metrics;
    this.activity = "reading the response of '" + plan.settings().name() + "'";
    this.stages = new StageStreams<>(activity);
    this.loop = new StageLoop<>(plan, this::runStage, metrics);
    this.firstStream = first.stage().run().stream();
  }

  private void start() {
    if (!started.getAndSet(true)) {
      driver = Thread.ofVirtual().name("atomic-agents-stages").start(this::run);
    }
  }

  private void run() {
    try {
      if (loggingContext != null) {
        MDC.setContextMap(loggingContext);
      }
      stages.end(loop.run(first), null);
    } catch (RuntimeException | Error e) {
      plan.turn().close();
      stages.end(null, e);
    }
  }

  private RunResult<O> runStage(int index, PreparedRun<O> stage) {
    AgentStream<O> stream = index == first.index() ? firstStream : stage.stream();
    try (stream) {
      stages.add(new StageView<>(index, stream, attempts, drafts));
      stream.awaitStart();
      metrics.timings().recordFirstToken();
      return stream.runResult();
    } finally {
      StreamStatus status = stream.status();
      attempts += Math.max(1, status.attempt());
      drafts += Math.max(1, status.draft());
    }
  }

  /** Returns the stream at a position, from 0; waits for it. Null if the run ended before. */
  @Nullable StageView<O> awaitStage(int position) {
    start();
    if (plan.settings().streamsAcceptedOnly()) {
      StageView<O> returned = stages.ofStage(outcome().index()).after(0, 0);
      return position == 0 ? returned : null;
    }
    try {
      return stages.await(position);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Returns the stage whose output is returned, with the numbers of a new attempt. */
  StageView<O> returnedStage() {
    return stages.ofStage(outcome().index()).after(attempts, drafts);
  }

  /** Waits for the end of the run. */
  StageOutcome<O> outcome() {
    try {
      return stages.awaitOutcome();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private CancelledException interrupted(InterruptedException cause) {
    close();
    return CancelledException.interrupted(activity, cause);
  }

  @Override
  public Iterator<Partial<O>> iterator() {
    if (partialsRead.getAndSet(true)) {
      throw new IllegalStateException("The partial values of a stream can be read once.");
    }
    return new StageIterator<>(this, new StageItems.Partials<>());
  }

  @Override
  public <T> Iterable<Element<T>> elements(String path, Class<T> type) {
    // Checks the path at once.
    firstStream.elements(path, type);
    return () ->
        new StageIterator<>(this, new StageItems.Elements<>(stream -> stream.elements(path, type)));
  }

  @Override
  public Iterable<FieldDelta> text(String path) {
    firstStream.text(path);
    return () -> new StageIterator<>(this, new StageItems.Text<>(path));
  }

  @Override
  public Iterable<RawDelta> deltas() {
    return () -> {
      if (deltasRead.getAndSet(true)) {
        throw new IllegalStateException("The deltas of a stream can be read once.");
      }
      return new StageIterator<>(this, new StageItems.Deltas<>());
    };
  }

  @Override
  public void awaitStart() {
    int position = 0;
    while (true) {
      StageView<O> stage = awaitStage(position);
      if (stage == null) {
        return;
      }
      try {
        stage.stream().awaitStart();
        return;
      } catch (AgentException e) {
        // The run decides whether it fails, or continues with the next stage.
        position++;
      }
    }
  }

  @Override
  public RunResult<O> runResult() {
    start();
    StageOutcome<O> outcome = outcome();
    commit(outcome);
    return outcome.result();
  }

  /** Commits the turn, once. */
  private void commit(StageOutcome<O> outcome) {
    committing.lock();
    try {
      if (state.get() == StreamState.COMMITTED) {
        return;
      }
      if (!state.compareAndSet(StreamState.OPEN, StreamState.COMMITTED)) {
        throw CancelledException.closed(activity);
      }
      outcome.commit(plan.turn());
    } catch (RuntimeException e) {
      stages.end(null, e);
      throw e;
    } finally {
      plan.turn().close();
      committing.unlock();
    }
  }

  /** Returns the progress of the latest stage. */
  @Override
  public StreamStatus status() {
    StageView<O> latest = stages.latest();
    if (latest == null) {
      return StreamStatus.notStarted();
    }
    StreamStatus status = latest.stream().status();
    return new StreamStatus(
        latest.attemptsBefore() + status.attempt(),
        latest.draftsBefore() + status.draft(),
        status.timeToFirstToken(),
        status.outputTokens(),
        status.tokensPerSecond());
  }

  @Override
  public void close() {
    if (!state.compareAndSet(StreamState.OPEN, StreamState.CLOSED)) {
      return;
    }
    stages.close();
    Thread running = driver;
    if (running != null) {
      running.interrupt();
    } else if (!started.getAndSet(true)) {
      firstStream.close();
      first.stage().close();
    }
    plan.turn().close();
  }
}
