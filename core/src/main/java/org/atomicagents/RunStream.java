package org.atomicagents;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.atomicagents.model.CancelledException;
import org.atomicagents.model.TimedOutException;
import org.atomicagents.model.Violation;
import org.atomicagents.schema.Snapshot;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * A run that a thread of its own reads into one document, whatever pace that document is read at.
 *
 * <p>So a slow reader neither holds up the model nor makes anything pile up: it misses what came in
 * between, or reads the document from where it was. The turn is committed by whoever comes to the
 * end first.
 */
final class RunStream<O> implements AgentStream<O> {
  private final RunPlan<O> plan;
  private final AgentRun<O> run;
  private final PartialDocument<O> answer;
  private final AtomicBoolean partialsRead = new AtomicBoolean();
  private final AtomicBoolean deltasRead = new AtomicBoolean();
  private final Lock lock = new ReentrantLock();
  private final Lock ending = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition due = lock.newCondition();
  private final @Nullable Map<String, String> context = MDC.getCopyOfContextMap();
  private final @Nullable Thread watch;
  private boolean started;
  private boolean over;
  private boolean cancelled;
  private volatile @Nullable Throwable failure;

  RunStream(RunPlan<O> plan) {
    this.plan = plan;
    this.run = new AgentRun<>(plan, true);
    boolean checked = plan.options().stream().earlyAbort();
    this.answer = new PartialDocument<>(plan.output().schema(), plan.output().strictness(), checked);
    this.watch =
        plan.conversation().isExclusive() && plan.deadline().isSet()
            ? Thread.ofVirtual().name("atomic-agents-watch").start(this::letOthersInInTime)
            : null;
  }

  @Override
  public Iterator<Partial<O>> iterator() {
    if (partialsRead.getAndSet(true)) {
      throw new IllegalStateException("The partial values of a stream can be read once.");
    }
    return new PartialIterator<>(this, plan.options().stream().interval());
  }

  @Override
  public Iterable<Delta> deltas() {
    return () -> {
      if (deltasRead.getAndSet(true)) {
        throw new IllegalStateException("The deltas of a stream can be read once.");
      }
      return new RawDeltaIterator<>(this);
    };
  }

  @Override
  public Iterable<TextDelta> text(String path) {
    plan.output().schema().requireText(path);
    return () -> new FieldTextIterator<>(this, path);
  }

  @Override
  public <T> Iterable<Element<T>> elements(String path, Class<T> type) {
    Class<?> items = plan.output().schema().itemType(path);
    if (!type.isAssignableFrom(items)) {
      throw new IllegalArgumentException(
          "type: expected %s, the type of the items of %s, found %s"
              .formatted(items.getName(), path, type.getName()));
    }
    return () -> new ElementIterator<>(this, path, type::cast);
  }

  @Override
  public Reply<O> reply() {
    await(live -> null);
    return commit();
  }

  @Override
  public StreamStatus status() {
    int attempt;
    AppendOnlyText.@Nullable Span text;
    lock.lock();
    try {
      attempt = answer.attempt();
      text = attempt == 0 ? null : answer.text(attempt).since(0);
    } finally {
      lock.unlock();
    }
    return StreamStatus.of(attempt, run.call(), text, plan.settings());
  }

  @Override
  public void close() {
    boolean ended = true;
    try {
      ended = run.cancel();
    } finally {
      lock.lock();
      try {
        cancelled |= ended;
        changed.signalAll();
        due.signalAll();
      } finally {
        lock.unlock();
      }
      stopWatching();
    }
  }

  /**
   * Waits for news of the answer.
   *
   * @param news gives null where there are none
   * @return null when a valid answer has come to its end and is committed
   * @throws CancelledException if the stream was closed, or the waiting thread is interrupted
   */
  <T> @Nullable T await(Function<PartialDocument<O>, @Nullable T> news) {
    InterruptedException interrupted = null;
    lock.lock();
    try {
      start();
      T found = find(news);
      while (found == null && !over) {
        changed.await();
        found = find(news);
      }
      if (found != null) {
        return found;
      }
    } catch (InterruptedException e) {
      interrupted = e;
    } finally {
      lock.unlock();
    }
    if (interrupted != null) {
      throw interrupted(interrupted);
    }
    commit();
    return null;
  }

  /** What there is by now, without waiting; null where there is no news, or it was closed. */
  <T> @Nullable T peek(Function<PartialDocument<O>, @Nullable T> news) {
    lock.lock();
    try {
      return cancelled ? null : news.apply(answer);
    } finally {
      lock.unlock();
    }
  }

  private CancelledException interrupted(InterruptedException e) {
    close();
    return CancelledException.interrupted(run.doing(), e);
  }

  private <T> @Nullable T find(Function<PartialDocument<O>, @Nullable T> news) {
    if (cancelled) {
      throw run.closedException();
    }
    return news.apply(answer);
  }

  /** Commits the turn of a valid answer, once, whoever comes first. */
  private Reply<O> commit() {
    ending.lock();
    try {
      if (failure instanceof RuntimeException e) {
        throw e;
      }
      if (failure instanceof Error e) {
        throw e;
      }
      return run.commit();
    } finally {
      ending.unlock();
      stopWatching();
    }
  }

  private void stopWatching() {
    if (watch != null) {
      watch.interrupt();
    }
  }

  /** Waits for a moment of {@link #now()}, or the end. */
  void pauseUntil(long moment) {
    long left = moment - now();
    if (left <= 0) {
      return;
    }
    InterruptedException interrupted = null;
    Thread alarm = Thread.ofVirtual().name("atomic-agents-pause").start(() -> wake(left));
    lock.lock();
    try {
      while (!over && !cancelled && now() < moment) {
        due.await();
      }
    } catch (InterruptedException e) {
      interrupted = e;
    } finally {
      lock.unlock();
      alarm.interrupt();
    }
    if (interrupted != null) {
      throw interrupted(interrupted);
    }
  }

  private void wake(long nanos) {
    try {
      plan.settings().time().sleep(Duration.ofNanos(nanos));
    } catch (InterruptedException e) {
      return;
    }
    lock.lock();
    try {
      due.signalAll();
    } finally {
      lock.unlock();
    }
  }

  long now() {
    return run.call().timings().now();
  }

  private void start() {
    if (!started && !cancelled) {
      started = true;
      Thread.ofVirtual().name("atomic-agents-stream").start(this::read);
    }
  }

  private void read() {
    Throwable end = null;
    try {
      if (context != null) {
        MDC.setContextMap(context);
      }
      readAll();
      end();
    } catch (RuntimeException | Error e) {
      end = e;
      // It may be no failure of the run, which would go on then.
      run.close();
    }
    lock.lock();
    try {
      failure = failure == null ? end : failure;
      over = true;
      changed.signalAll();
      due.signalAll();
    } finally {
      lock.unlock();
    }
    if (end != null) {
      stopWatching();
    }
  }

  /** Says what the answer came to. It asks the output's own code for that, and holds up nobody. */
  private void end() {
    O output = run.output();
    if (output == null) {
      return;
    }
    Snapshot<O> seen;
    lock.lock();
    try {
      seen = answer.snapshot();
    } finally {
      lock.unlock();
    }
    FinalSnapshot<O> ending = FinalSnapshot.of(seen, output, plan.output().schema());
    lock.lock();
    try {
      answer.end(ending);
    } finally {
      lock.unlock();
    }
  }

  /** Gives a conversation free in which others wait, if nobody comes for the answer in time. */
  private void letOthersInInTime() {
    try {
      plan.settings().time().sleep(Duration.ofNanos(plan.deadline().remainingNanos()));
    } catch (InterruptedException e) {
      return;
    }
    ending.lock();
    try {
      Throwable before = failure;
      failure =
          TimedOutException.of(
              TimedOutException.Limit.DEADLINE, plan.deadline().length(), run.doing());
      if (!run.cancel()) {
        failure = before;
      }
    } finally {
      ending.unlock();
    }
  }

  private void readAll() {
    for (ResponseChunk piece = run.advance(); piece != null; piece = run.advance()) {
      String json = "";
      List<Violation> violations;
      lock.lock();
      try {
        answer.add(piece);
        violations = answer.violations();
        if (!violations.isEmpty()) {
          json = answer.snapshot().json();
        }
        changed.signalAll();
      } finally {
        lock.unlock();
      }
      if (!violations.isEmpty()) {
        run.giveUp(violations, json);
      }
    }
  }
}
