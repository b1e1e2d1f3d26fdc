package org.atomicagents.internal.cache;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.atomicagents.AgentStream;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunResult;
import org.atomicagents.error.AgentException;
import org.atomicagents.internal.stream.RunStream;
import org.atomicagents.internal.stream.SharedStream;
import org.jspecify.annotations.Nullable;

/** The part of one caller in a shared stream. Thread-safe. */
final class StreamMember<O> implements SharedStream.Member<O> {
  private final CacheLookup<O> lookup;
  private final Flight<O> flight;
  private final PreparedRun<O> run;
  private volatile @Nullable DeadlineWatch watch;

  StreamMember(CacheLookup<O> lookup, Flight<O> flight, PreparedRun<O> run) {
    this.lookup = lookup;
    this.flight = flight;
    this.run = run;
  }

  /** Returns the stream of this caller, which ends at its deadline. */
  AgentStream<O> open(RunStream<O> shared, Duration interval) {
    SharedStream<O> stream = shared.share(this, interval);
    watch = DeadlineWatch.start(run.deadline(), lookup.time(), lookup::activity, stream::end);
    return stream;
  }

  @Override
  public RunResult<O> awaitResult() throws InterruptedException {
    try {
      return flight.result().get();
    } catch (ExecutionException e) {
      throw lookup.failure(flight, e);
    }
  }

  @Override
  public RunResult<O> commit(RunResult<O> shared) {
    return lookup.landed(flight, shared);
  }

  @Override
  public void leave(@Nullable RuntimeException failure) {
    closeWatch();
    boolean isLast = flight.leave();
    run.close();
    if (isLast && failure instanceof AgentException ofCaller) {
      flight.addUsageTo(ofCaller);
    }
  }

  @Override
  public String activity() {
    return lookup.activity();
  }

  private void closeWatch() {
    DeadlineWatch current = watch;
    if (current != null) {
      current.close();
    }
  }
}
