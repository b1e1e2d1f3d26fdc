package org.atomicagents.internal.resilience;

import java.util.Optional;
import java.util.function.Supplier;
import org.atomicagents.AgentStream;
import org.atomicagents.ForwardingRun;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunResult;
import org.atomicagents.error.ShutdownException;

/** A prepared run that is not started after the shutdown of its application has begun. */
record GuardedRun<O>(PreparedRun<O> run, ActiveRuns runs) implements ForwardingRun<O> {

  @Override
  public RunResult<O> call() {
    ActiveRun active = begin(() -> ActiveRun.ofCurrentThread(runs));
    try {
      return run.call();
    } finally {
      active.end();
    }
  }

  @Override
  public AgentStream<O> stream() {
    var guarded = new GuardedStream<O>();
    ActiveRun active = begin(() -> ActiveRun.of(runs, guarded::close));
    boolean isStarted = false;
    try {
      guarded.start(run.stream(), active);
      isStarted = true;
      return guarded;
    } finally {
      if (!isStarted) {
        active.end();
      }
    }
  }

  private ActiveRun begin(Supplier<ActiveRun> start) {
    try {
      return start.get();
    } catch (ShutdownException e) {
      run.close();
      throw e;
    }
  }

  @Override
  public Optional<PreparedRun<O>> detached() {
    return run.detached().map(detached -> new GuardedRun<>(detached, runs));
  }
}
