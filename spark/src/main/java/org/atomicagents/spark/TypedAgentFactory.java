package org.atomicagents.spark;

import java.util.Optional;
import org.atomicagents.Agent;

/** A factory with the schemas of its agents. */
record TypedAgentFactory<I, O>(SchemaSource<I, O> source, AgentFactory<I, O> factory)
    implements AgentFactory<I, O> {

  @Override
  public Agent<I, O> create(ExecutorContext executor) {
    return factory.create(executor);
  }

  @Override
  public Optional<AgentSchemas<I, O>> schemas() {
    return Optional.of(source.schemas());
  }
}
