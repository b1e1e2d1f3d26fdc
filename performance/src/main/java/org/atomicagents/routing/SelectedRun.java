package org.atomicagents.routing;

import java.util.Optional;
import org.atomicagents.AgentStream;
import org.atomicagents.ForwardingRun;
import org.atomicagents.PreparationUsage;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunResult;
import org.atomicagents.error.AgentException;

/** A prepared run whose results contain the cost of the choice of its model. Thread-safe. */
record SelectedRun<O>(PreparedRun<O> run, SelectionCost cost) implements ForwardingRun<O> {

  @Override
  public RunResult<O> call() {
    try {
      return cost.addedTo(run.call());
    } catch (AgentException e) {
      throw cost.addedTo(e);
    }
  }

  @Override
  public AgentStream<O> stream() {
    return new SelectedStream<>(run.stream(), cost);
  }

  @Override
  public PreparationUsage preparationUsage() {
    return cost.usage().plus(run.preparationUsage());
  }

  /** Returns the run without the cost, which counts in the result of this caller only. */
  @Override
  public Optional<PreparedRun<O>> detached() {
    return run.detached();
  }
}
