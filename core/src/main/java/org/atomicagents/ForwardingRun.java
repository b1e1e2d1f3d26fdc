package org.atomicagents;

import java.util.Optional;
import java.util.function.Function;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.TokenCount;
import org.atomicagents.schema.Schema;

/**
 * A prepared run that wraps another one, for agents that wrap other agents: all methods forward to
 * it, except those that start a run or return another one.
 *
 * <p>As thread-safe as the run inside.
 *
 * @param <O> the type of the output
 */
public interface ForwardingRun<O> extends PreparedRun<O> {

  /** Returns the run inside. */
  PreparedRun<O> run();

  // Abstract again: a wrapper decides what remains of it around the detached run.
  @Override
  Optional<PreparedRun<O>> detached();

  @Override
  default ModelRequest request() {
    return run().request();
  }

  @Override
  default String fingerprint() {
    return run().fingerprint();
  }

  @Override
  default RunIngredients ingredients() {
    return run().ingredients();
  }

  @Override
  default Optional<Schema<O>> outputSchema() {
    return run().outputSchema();
  }

  @Override
  default TokenCount tokens() {
    return run().tokens();
  }

  @Override
  default PreparationUsage preparationUsage() {
    return run().preparationUsage();
  }

  @Override
  default Deadline deadline() {
    return run().deadline();
  }

  @Override
  default void commit(O output) {
    run().commit(output);
  }

  @Override
  default void commitResult(RunResult<O> result) {
    run().commitResult(result);
  }

  @Override
  default Runnable beginActivity() {
    return run().beginActivity();
  }

  @Override
  default void emit(Function<String, AgentEvent> event) {
    run().emit(event);
  }

  @Override
  default void close() {
    run().close();
  }
}
