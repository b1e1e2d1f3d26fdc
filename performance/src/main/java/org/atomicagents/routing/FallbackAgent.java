package org.atomicagents.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.atomicagents.Agent;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.AgentException;
import org.atomicagents.internal.routing.AgentStage;
import org.atomicagents.internal.routing.PreparedStages;
import org.atomicagents.internal.routing.StageSettings;
import org.atomicagents.model.Listeners;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * An agent that tries several agents in order, until one returns an output.
 *
 * {@snippet class="org.atomicagents.routing.RoutingSnippets" region="fallback"}
 *
 * <p>The next agent runs if one fails, or if a check rejects its output. Each change is an {@link
 * org.atomicagents.model.AgentEvent.RunEscalated}. If all fail, {@link
 * org.atomicagents.error.AllModelsFailedException} contains all failures. There is no fallback for
 * failures of the caller: an invalid input, a cancellation, a passed deadline or a used budget of
 * the run, a usage limit, a conflict in the conversation.
 *
 * <p>All agents read the conversation as it was at the beginning, and the returned output alone is
 * committed to it. Usage, attempts, requests and cost of the result are those of all agents
 * together. The deadline and the budget of the {@link RunOptions} apply to the whole run, timeouts
 * of the agents and limits of attempts and requests to each agent.
 *
 * <p>A stream shows what each agent writes; each agent starts a new attempt, also after text of an
 * earlier one. With {@link #withAcceptedStreamsOnly()}, it shows the returned output only.
 *
 * <p>A prepared run can be used once. Immutable and thread-safe; the {@code with} methods return
 * copies.
 *
 * @param <I> the type of the input
 * @param <O> the type of the output
 */
public final class FallbackAgent<I, O> implements Agent<I, O> {
  private final List<AgentStage<I, O>> stages;
  private final OutputRules<O> rules;
  private final AgentTraits traits;
  private final @Nullable ChatHistory history;
  private final boolean streamsAcceptedOnly;

  private FallbackAgent(
      List<AgentStage<I, O>> stages,
      OutputRules<O> rules,
      AgentTraits traits,
      @Nullable ChatHistory history,
      boolean streamsAcceptedOnly) {
    this.stages = stages;
    this.rules = rules;
    this.traits = traits;
    this.history = history;
    this.streamsAcceptedOnly = streamsAcceptedOnly;
  }

  /**
   * Returns an agent that tries agents in order.
   *
   * @throws IllegalArgumentException if agents have different conversations of their own
   */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public static <I, O> FallbackAgent<I, O> of(Agent<I, O> first, Agent<I, O>... others) {
    var agents = new ArrayList<Agent<I, O>>();
    agents.add(Objects.requireNonNull(first, "first"));
    agents.addAll(List.of(others));
    return of(agents);
  }

  /**
   * Returns an agent that tries agents in order.
   *
   * @param agents the agents; at least one
   * @throws IllegalArgumentException if there is no agent, or if agents have different
   *     conversations of their own
   */
  public static <I, O> FallbackAgent<I, O> of(List<? extends Agent<I, O>> agents) {
    return new FallbackAgent<>(
        AgentStages.of(agents),
        OutputRules.none(),
        AgentStages.traits(agents, "fallback"),
        AgentStages.history(agents),
        false);
  }

  /**
   * Returns a copy with another check of outputs, in addition to the existing ones. It is called
   * for each valid output; an exception that it throws ends the run.
   *
   * @param check returns the reason for which an output is rejected; empty to accept it
   */
  public FallbackAgent<I, O> withCheck(Function<? super O, Optional<String>> check) {
    return new FallbackAgent<>(
        stages,
        rules.withCheck(Objects.requireNonNull(check, "check")),
        traits,
        history,
        streamsAcceptedOnly);
  }

  /**
   * Returns a copy that tries the next agent after other failures. Default: all but cancellations,
   * usage limits and failures of the conversation. A passed deadline or a used budget of the run
   * always ends it.
   *
   * @param predicate returns whether the next agent runs after a failure
   */
  public FallbackAgent<I, O> withFailures(Predicate<? super AgentException> predicate) {
    return new FallbackAgent<>(
        stages,
        rules.withFailures(Objects.requireNonNull(predicate, "predicate")),
        traits,
        history,
        streamsAcceptedOnly);
  }

  /** Returns a copy whose streams show the returned output only, after the last agent. */
  public FallbackAgent<I, O> withAcceptedStreamsOnly() {
    return new FallbackAgent<>(stages, rules, traits, history, true);
  }

  /** Returns a copy with another name in messages and events; default: {@code fallback}. */
  public FallbackAgent<I, O> withName(String name) {
    return new FallbackAgent<>(stages, rules, traits.withName(name), history, streamsAcceptedOnly);
  }

  /**
   * Returns a copy with other listeners of its own events; default: those of the first agent.
   * Listeners in the options are notified after them.
   */
  public FallbackAgent<I, O> withListeners(Listeners listeners) {
    return new FallbackAgent<>(
        stages, rules, traits.withListeners(listeners), history, streamsAcceptedOnly);
  }

  /** Returns a copy with another clock; default: that of the first agent. */
  public FallbackAgent<I, O> withTimeSource(TimeSource source) {
    return new FallbackAgent<>(
        stages, rules, traits.withTime(source), history, streamsAcceptedOnly);
  }

  @Override
  public String name() {
    return traits.name();
  }

  @Override
  public @Nullable ChatHistory history() {
    return history;
  }

  @Override
  public PreparedRun<O> prepare(@Nullable I input, RunOptions options) {
    var settings =
        new StageSettings<>(
            traits.name(),
            stages,
            rules,
            history,
            traits.timeout(),
            traits.listeners(),
            traits.time(),
            streamsAcceptedOnly);
    return PreparedStages.of(settings, input, options);
  }

  /** Returns the name and the names of the agents. */
  @Override
  public String toString() {
    return "FallbackAgent["
        + traits.name()
        + ": "
        + String.join(", ", stages.stream().map(AgentStage::name).toList())
        + "]";
  }
}
