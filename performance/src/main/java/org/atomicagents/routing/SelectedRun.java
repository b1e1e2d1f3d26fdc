package org.atomicagents.routing;

import java.util.Optional;
import java.util.function.Function;
import org.atomicagents.AgentStream;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunIngredients;
import org.atomicagents.RunResult;
import org.atomicagents.error.AgentException;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.TokenCount;
import org.atomicagents.schema.Schema;

/** A prepared run whose results contain the usage of the choice of its model. Thread-safe. */
record SelectedRun<O>(PreparedRun<O> run, SelectionUsage usage) implements PreparedRun<O> {

  @Override
  public RunResult<O> call() {
    try {
      return usage.addedTo(run.call());
    } catch (AgentException e) {
      throw usage.addedTo(e);
    }
  }

  @Override
  public AgentStream<O> stream() {
    return new SelectedStream<>(run.stream(), usage);
  }

  @Override
  public ModelRequest request() {
    return run.request();
  }

  @Override
  public String fingerprint() {
    return run.fingerprint();
  }

  @Override
  public RunIngredients ingredients() {
    return run.ingredients();
  }

  @Override
  public Optional<Schema<O>> outputSchema() {
    return run.outputSchema();
  }

  @Override
  public TokenCount tokens() {
    return run.tokens();
  }

  @Override
  public Deadline deadline() {
    return run.deadline();
  }

  @Override
  public Optional<PreparedRun<O>> detached() {
    return run.detached().map(detached -> new SelectedRun<>(detached, usage));
  }

  @Override
  public void commit(O output) {
    run.commit(output);
  }

  @Override
  public void commitResult(RunResult<O> result) {
    run.commitResult(result);
  }

  @Override
  public Runnable beginActivity() {
    return run.beginActivity();
  }

  @Override
  public void emit(Function<String, AgentEvent> event) {
    run.emit(event);
  }

  @Override
  public void close() {
    run.close();
  }
}
