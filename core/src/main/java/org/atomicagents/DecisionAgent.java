package org.atomicagents;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.Lazy;
import org.atomicagents.internal.decision.DecisionComponent;
import org.atomicagents.internal.decision.DecisionComponents;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An agent whose outputs come with the probabilities of their booleans, enums and small ranges of
 * integers.
 *
 * {@snippet class="org.atomicagents.DecisionSnippets" region="run"}
 *
 * <p>The runs are those of the agent inside, in {@link ResponseMode#DECISION}: the provider returns
 * the probabilities of the response's tokens. If the model or the provider does not support it, the
 * decision has no probabilities, and {@link org.atomicagents.model.AgentEvent.ProbabilitiesMissing}
 * is emitted. The probabilities are those of the accepted response; an invalid one is requested
 * again as a whole.
 *
 * <p>A cascade runs a larger model where the probability is low:
 *
 * {@snippet class="org.atomicagents.routing.RoutingSnippets" region="decisions"}
 *
 * <p>Decisions are not streamed: {@code stream} throws {@link UnsupportedOperationException}.
 * Caches, batches and metrics wrap this agent, not the one inside. Immutable and thread-safe.
 *
 * @param <I> the type of the input
 * @param <O> the type of the value
 */
public final class DecisionAgent<I, O> implements Agent<I, Decision<O>> {
  private final AtomicAgent<I, O> agent;
  private final List<DecisionComponent> components;
  private final Lazy<Optional<Schema<Decision<O>>>> schema;

  private DecisionAgent(AtomicAgent<I, O> agent, List<DecisionComponent> components) {
    this.agent = agent;
    this.components = components;
    this.schema = new Lazy<>(() -> decisionSchema(agent.output()));
  }

  /**
   * Returns an agent for decisions.
   *
   * @param agent the agent inside, with the prompt, the model and the limits
   * @throws ConfigurationException if the output has no component that can have probabilities
   */
  public static <I, O> DecisionAgent<I, O> of(AtomicAgent<I, O> agent) {
    Objects.requireNonNull(agent, "agent");
    List<DecisionComponent> components = DecisionComponents.of(agent.output());
    if (components.isEmpty()) {
      throw ConfigurationException.of(
          "Agent '%s': expected an output with a boolean, an enum or a range of at most %d integers, found none in %s.\nAdd one, as in @Min(1) @Max(5) int, or use the agent without DecisionAgent."
              .formatted(agent.name(), DecisionComponents.MAX_RANGE, agent.output().name()));
    }
    return new DecisionAgent<>(agent, components);
  }

  @Override
  public PreparedRun<Decision<O>> prepare(@Nullable I input, RunOptions options) {
    Objects.requireNonNull(options, "options");
    // A response to a request for parts has no tokens for the rest of the output.
    RunOptions own = options.withMode(ResponseMode.DECISION).withReAsk(ReAskScope.WHOLE);
    return new DecisionRun<>(agent.plan(input, own), components, schema.get());
  }

  /** Returns the name of the agent inside. */
  @Override
  public String name() {
    return agent.name();
  }

  /** Returns the agent inside, whose outputs are the values of the decisions. */
  public AtomicAgent<I, O> agent() {
    return agent;
  }

  /** Returns the paths of the components that can have probabilities, such as {@code $.isSpam}. */
  public List<String> components() {
    return components.stream().map(DecisionComponent::path).toList();
  }

  /**
   * Returns the schema of the decisions, for caches and journals; empty if the output is a generic
   * type.
   */
  public Optional<Schema<Decision<O>>> output() {
    return schema.get();
  }

  @Override
  public @Nullable ChatHistory history() {
    return agent.history();
  }

  private static <O> Optional<Schema<Decision<O>>> decisionSchema(Schema<O> value) {
    Type type = value.type();
    return type instanceof Class<?> known && known.getTypeParameters().length == 0
        ? Optional.of(CompiledSchema.compileGeneric(Decision.class, known))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "DecisionAgent[" + agent + "]";
  }
}
