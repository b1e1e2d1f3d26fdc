package org.atomicagents.internal.resilience;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.atomicagents.AgentStream;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunIngredients;
import org.atomicagents.RunResult;
import org.atomicagents.error.ShutdownException;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.TokenCount;
import org.atomicagents.schema.Schema;

/** A prepared run that is not started after the shutdown of its application has begun. */
final class GuardedRun<O> implements PreparedRun<O> {
  private final PreparedRun<O> prepared;
  private final ActiveRuns runs;

  GuardedRun(PreparedRun<O> prepared, ActiveRuns runs) {
    this.prepared = prepared;
    this.runs = runs;
  }

  @Override
  public RunResult<O> call() {
    ActiveRun run = begin(() -> ActiveRun.ofCurrentThread(runs));
    try {
      return prepared.call();
    } finally {
      run.end();
    }
  }

  @Override
  public AgentStream<O> stream() {
    var guarded = new GuardedStream<O>();
    ActiveRun run = begin(() -> ActiveRun.of(runs, guarded::close));
    boolean isStarted = false;
    try {
      guarded.start(prepared.stream(), run);
      isStarted = true;
      return guarded;
    } finally {
      if (!isStarted) {
        run.end();
      }
    }
  }

  private ActiveRun begin(Supplier<ActiveRun> run) {
    try {
      return run.get();
    } catch (ShutdownException e) {
      prepared.close();
      throw e;
    }
  }

  @Override
  public Optional<PreparedRun<O>> detached() {
    return prepared.detached().map(run -> new GuardedRun<>(run, runs));
  }

  @Override
  public ModelRequest request() {
    return prepared.request();
  }

  @Override
  public String fingerprint() {
    return prepared.fingerprint();
  }

  @Override
  public RunIngredients ingredients() {
    return prepared.ingredients();
  }

  @Override
  public Optional<Schema<O>> outputSchema() {
    return prepared.outputSchema();
  }

  @Override
  public TokenCount tokens() {
    return prepared.tokens();
  }

  @Override
  public Deadline deadline() {
    return prepared.deadline();
  }

  @Override
  public void commit(O output) {
    prepared.commit(output);
  }

  @Override
  public void commitResult(RunResult<O> result) {
    prepared.commitResult(result);
  }

  @Override
  public Runnable beginActivity() {
    return prepared.beginActivity();
  }

  @Override
  public void emit(Function<String, AgentEvent> event) {
    prepared.emit(event);
  }

  @Override
  public void close() {
    prepared.close();
  }
}
