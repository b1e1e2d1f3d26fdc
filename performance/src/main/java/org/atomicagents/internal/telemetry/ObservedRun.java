package org.atomicagents.internal.telemetry;

import java.util.Optional;
import org.atomicagents.AgentStream;
import org.atomicagents.ForwardingRun;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunResult;
import org.atomicagents.internal.telemetry.ObservedRuns.Beginning;

/**
 * A prepared run whose calls and streams are observed. Thread-safe.
 *
 * @param beginning begins to observe a run, for all but the first one
 */
record ObservedRun<O>(PreparedRun<O> run, RunFollower follower, Beginning beginning)
    implements ForwardingRun<O> {

  @Override
  public Optional<PreparedRun<O>> detached() {
    return run.detached().map(detached -> new ObservedRun<>(detached, follower, beginning));
  }

  @Override
  public RunResult<O> call() {
    RunTracker tracker = start(false);
    Runnable restore = tracker.enter();
    try {
      RunResult<O> result = run.call();
      tracker.succeed(result);
      return result;
    } catch (RuntimeException | Error e) {
      tracker.fail(e);
      throw e;
    } finally {
      restore.run();
    }
  }

  @Override
  public AgentStream<O> stream() {
    RunFollower followed = follower;
    return new ObservedStream<>(
        run.stream(), () -> start(true), () -> followed.tracker().discard());
  }

  @Override
  public void close() {
    try {
      run.close();
    } finally {
      follower.tracker().discard();
    }
  }

  /** Returns the tracker of a run that starts now: the one of the preparation for the first. */
  private RunTracker start(boolean isStreamed) {
    RunTracker prepared = follower.tracker();
    if (prepared.start(run, isStreamed)) {
      return prepared;
    }
    RunTracker next = beginning.begin();
    next.start(run, isStreamed);
    follower.follow(next);
    return next;
  }
}
