package org.atomicagents.internal.tool;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.Element;
import org.atomicagents.FieldDelta;
import org.atomicagents.Partial;
import org.atomicagents.PreparedRun;
import org.atomicagents.RawDelta;
import org.atomicagents.RunResult;
import org.atomicagents.StreamStatus;
import org.atomicagents.chat.ConversationTurn;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.internal.stream.StreamedPartial;
import org.atomicagents.internal.tool.LoopOutcome.Answered;
import org.atomicagents.internal.tool.StepStreams.StepStream;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The stream of a loop: the parts of the final answer, while the model writes it.
 *
 * <p>A thread of its own runs the loop. Its views read the streams of all steps, of which only
 * those that contain an answer have parts of it. Thread-safe.
 */
final class LoopStream<O> implements AgentStream<O> {
  private final Schema<O> output;
  private final ConversationTurn turn;
  private final PreparedRun<ToolStep> first;
  private final Function<StepRunner, Answered<O>> body;
  private final StepStreams<O> steps;
  private final String activity;
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicReference<StreamState> state = new AtomicReference<>(StreamState.OPEN);
  private final Lock committing = new ReentrantLock();
  private final AtomicBoolean partialsRead = new AtomicBoolean();
  private final AtomicBoolean deltasRead = new AtomicBoolean();
  private final @Nullable Map<String, String> loggingContext = MDC.getCopyOfContextMap();
  private volatile @Nullable Thread driver;

  /** Committing and closing exclude each other: the first of the two decides. */
  private enum StreamState {
    OPEN,
    COMMITTED,
    CLOSED
  }

  /**
   * Creates a stream that has not started.
   *
   * @param turn the turn of the loop, which the reader that reaches the end commits
   * @param first the first step
   * @param body runs the loop, whose steps are run by its argument
   */
  LoopStream(
      AtomicAgent<?, O> agent,
      ConversationTurn turn,
      PreparedRun<ToolStep> first,
      Function<StepRunner, Answered<O>> body) {
    this.output = agent.output();
    this.turn = turn;
    this.first = first;
    this.body = body;
    this.activity = "reading the response of loop '" + agent.name() + "'";
    this.steps = new StepStreams<>(activity);
  }

  private void start() {
    if (!started.getAndSet(true)) {
      driver = Thread.ofVirtual().name("atomic-agents-loop").start(this::run);
    }
  }

  private void run() {
    try {
      if (loggingContext != null) {
        MDC.setContextMap(loggingContext);
      }
      steps.end(body.apply(new StreamingRunner(steps)), null);
    } catch (RuntimeException | Error e) {
      turn.close();
      steps.end(null, e);
    }
  }

  /** Returns the stream of a step, from 0; waits for it. Null if the loop ended before. */
  @Nullable StepStream awaitStep(int index) {
    start();
    StepStream step;
    try {
      step = steps.await(index);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    if (step == null) {
      runResult();
    }
    return step;
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
    return new StepIterator<Partial<ToolStep>, Partial<O>>(
        this,
        StepStream::stream,
        (partial, step) ->
            StreamedPartial.part(
                partial,
                StepSchema.ANSWER_PATH,
                output,
                step.attemptsBefore(),
                step.draftsBefore()));
  }

  @Override
  public <T> Iterable<Element<T>> elements(String path, Class<T> type) {
    Class<?> items = CompiledSchema.of(output).itemType(path);
    if (!type.isAssignableFrom(items)) {
      throw new IllegalArgumentException(
          "type: expected %s, the type of the items of %s, found %s"
              .formatted(items.getName(), path, type.getName()));
    }
    return () ->
        new StepIterator<Element<T>, Element<T>>(
            this,
            step -> step.stream().elements(inAnswer(path), type),
            (item, step) ->
                new Element<>(step.draftsBefore() + item.draft(), item.index(), item.value()));
  }

  @Override
  public Iterable<FieldDelta> text(String path) {
    CompiledSchema.of(output).requireStringPath(path);
    return () ->
        new StepIterator<FieldDelta, FieldDelta>(
            this,
            step -> step.stream().text(inAnswer(path)),
            (delta, step) -> new FieldDelta(step.draftsBefore() + delta.draft(), delta.text()));
  }

  private static String inAnswer(String path) {
    return StepSchema.ANSWER_PATH + path.substring(1);
  }

  @Override
  public Iterable<RawDelta> deltas() {
    return () -> {
      if (deltasRead.getAndSet(true)) {
        throw new IllegalStateException("The deltas of a stream can be read once.");
      }
      return new StepIterator<RawDelta, RawDelta>(
          this,
          step -> step.stream().deltas(),
          (delta, step) -> new RawDelta(step.attemptsBefore() + delta.attempt(), delta.text()));
    };
  }

  @Override
  public void awaitStart() {
    StepStream first = awaitStep(0);
    if (first != null) {
      first.stream().awaitStart();
    }
  }

  @Override
  public RunResult<O> runResult() {
    start();
    Answered<O> answered;
    try {
      answered = steps.awaitResult();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    commit(answered);
    return answered.result();
  }

  /** Commits the turn, once. */
  private void commit(Answered<O> answered) {
    committing.lock();
    try {
      if (state.get() == StreamState.COMMITTED) {
        return;
      }
      if (!state.compareAndSet(StreamState.OPEN, StreamState.COMMITTED)) {
        throw CancelledException.closed(activity);
      }
      answered.commit(turn);
    } catch (AgentException e) {
      steps.end(null, e);
      throw e;
    } finally {
      committing.unlock();
    }
  }

  /** Returns the progress of the latest step. */
  @Override
  public StreamStatus status() {
    StepStream latest = steps.latestStream();
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
    steps.close();
    Thread running = driver;
    if (running != null) {
      running.interrupt();
    } else if (!started.getAndSet(true)) {
      first.close();
    }
    turn.close();
  }
}
