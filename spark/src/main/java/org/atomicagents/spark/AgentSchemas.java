package org.atomicagents.spark;

import java.util.Objects;
import org.atomicagents.schema.Schema;

/**
 * The schemas of an agent.
 *
 * <p>Immutable.
 *
 * @param <I> the type of the input
 * @param <O> the type of the output
 * @param input the schema of the input, to whose components columns are assigned by their names
 * @param output the schema of the output, which determines the type of the result column
 */
public record AgentSchemas<I, O>(Schema<I> input, Schema<O> output) {
  public AgentSchemas {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(output, "output");
  }
}
