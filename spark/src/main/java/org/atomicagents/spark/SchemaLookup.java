package org.atomicagents.spark;

import java.util.Optional;
import java.util.OptionalInt;
import org.atomicagents.Agent;
import org.atomicagents.AtomicAgent;
import org.atomicagents.error.ConfigurationException;

/** Finds the schemas of an agent. */
final class SchemaLookup {
  private SchemaLookup() {}

  /**
   * Returns the schemas of a factory, or else of an agent that the driver creates and closes.
   *
   * @throws ConfigurationException if the driver cannot create an agent, or it has no schemas
   */
  static <I, O> AgentSchemas<I, O> onDriver(AgentFactory<I, O> factory, OptionalInt executors) {
    Optional<AgentSchemas<I, O>> known = factory.schemas();
    if (known.isPresent()) {
      return known.get();
    }
    try (var driver = ExecutorContext.of("driver", executors)) {
      return of(factory, factory.create(driver));
    } catch (ConfigurationException e) {
      var failure =
          ConfigurationException.of(
              """
              The driver creates an agent to find its schemas, and failed: %s
              If only the executors can create it, pass its types: AgentFactory.of(Input.class, Output.class, factory).\
              """
                  .formatted(e.getMessage()));
      failure.addSuppressed(e);
      throw failure;
    }
  }

  /**
   * Returns the schemas of a factory, or else of its agent.
   *
   * @throws ConfigurationException if there are none
   */
  static <I, O> AgentSchemas<I, O> of(AgentFactory<I, O> factory, Agent<I, O> agent) {
    return factory.schemas().orElseGet(() -> of(agent));
  }

  private static <I, O> AgentSchemas<I, O> of(Agent<I, O> agent) {
    if (agent instanceof AtomicAgent<I, O> atomic) {
      return new AgentSchemas<>(atomic.input(), atomic.output());
    }
    throw ConfigurationException.of(
        """
        The agent '%s' is a %s, which has no schemas of its own.
        Pass its types: AgentFactory.of(Input.class, Output.class, factory).\
        """
            .formatted(agent.name(), agent.getClass().getSimpleName()));
  }
}
