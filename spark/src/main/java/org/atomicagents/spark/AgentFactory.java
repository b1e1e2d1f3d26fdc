package org.atomicagents.spark;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import org.atomicagents.Agent;
import org.atomicagents.schema.Schema;

/**
 * A serializable function that creates the agent of an executor.
 *
 * {@snippet class="org.atomicagents.spark.SparkSnippets" region="factory"}
 *
 * <p>Spark sends the factory to the executors, so that everything it captures has to be {@link
 * Serializable}: texts, numbers and records of them, but neither a model nor a connection. These
 * are created inside of it. The key of a provider is read from the environment of the executors.
 *
 * <p>Implementations must be thread-safe. Each executor calls {@link #create} once while it has
 * tasks of the call of {@link AgentColumns} that uses the factory, and shares the agent between
 * them. Without {@link #schemas()}, the driver also calls it, for the schemas of the agent.
 *
 * @param <I> the type of the input
 * @param <O> the type of the output
 */
@FunctionalInterface
public interface AgentFactory<I, O> extends Serializable {

  /**
   * Returns the agent of an executor.
   *
   * @param executor the executor; it closes the resources that are passed to {@link
   *     ExecutorContext#closing}
   */
  Agent<I, O> create(ExecutorContext executor);

  /**
   * Returns the schemas of the agents; empty to take them from the agent, which has to be an {@link
   * org.atomicagents.AtomicAgent} then.
   */
  default Optional<AgentSchemas<I, O>> schemas() {
    return Optional.empty();
  }

  /**
   * Returns a factory with the types of its agents, so that the driver creates no agent; required
   * for agents that wrap other ones, such as a {@link org.atomicagents.cache.CachedAgent}.
   */
  static <I, O> AgentFactory<I, O> of(Class<I> input, Class<O> output, AgentFactory<I, O> factory) {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(output, "output");
    return of(() -> new AgentSchemas<>(Schema.of(input), Schema.of(output)), factory);
  }

  /**
   * Returns a factory with the schemas of its agents, such as a list of records; see {@link
   * #of(Class, Class, AgentFactory)}.
   *
   * @param schemas returns the schemas, on the driver and on each executor: schemas are not
   *     serializable
   */
  static <I, O> AgentFactory<I, O> of(SchemaSource<I, O> schemas, AgentFactory<I, O> factory) {
    Objects.requireNonNull(schemas, "schemas");
    Objects.requireNonNull(factory, "factory");
    return new TypedAgentFactory<>(schemas, factory);
  }

  /**
   * A serializable function that returns the schemas of an agent.
   *
   * @param <I> the type of the input
   * @param <O> the type of the output
   */
  @FunctionalInterface
  interface SchemaSource<I, O> extends Serializable {

    /** Returns the schemas. */
    AgentSchemas<I, O> schemas();
  }
}
