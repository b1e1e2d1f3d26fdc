package org.atomicagents.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.atomicagents.Agent;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.AgentException;
import org.atomicagents.internal.routing.AgentStage;
import org.atomicagents.internal.routing.PreparedStages;
import org.atomicagents.internal.routing.StageSettings;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * An agent that runs a small model first, and larger ones only where its output is not good enough.
 *
 * {@snippet class="org.atomicagents.routing.RoutingSnippets" region="cascade"}
 *
 * <p>The next stage runs if the output violates its schema or a constraint in all attempts of the
 * stage, if a check rejects it, if its confidence is below a bound, or if the stage fails otherwise
 * ({@link #withFailures}). Each escalation is an {@link
 * org.atomicagents.model.AgentEvent.RunEscalated}.
 *
 * <p>An output that a check rejects is never returned. An output below the bound is returned if
 * there is no better one: after the last stage, or when the budget or the deadline of the run ends
 * it before. It is marked by {@link org.atomicagents.RunResult#shortfalls()}. Without such an
 * output, the run fails; {@link org.atomicagents.error.AllModelsFailedException} contains the
 * failures of all stages.
 *
 * <p>All stages read the conversation as it was at the beginning, and the returned output alone is
 * committed to it. Usage, attempts, requests and cost of the result are those of all stages
 * together. The deadline and the budget of the {@link RunOptions} apply to the whole run, the
 * limits of attempts and requests to each stage.
 *
 * <p>A stream shows the output of each stage while the model writes it; each stage starts a new
 * attempt. With {@link #withAcceptedStreamsOnly()}, it shows the returned output only, after the
 * last stage.
 *
 * <p>If the options contain a model, it takes the place of the stages: the run has one stage.
 *
 * <p>A prepared run can be used once. Its fingerprint contains those of all stages, and not the
 * code of the checks: after a change of a check, a cache needs another salt. Immutable and
 * thread-safe; the {@code with} methods return copies.
 *
 * @param <I> the type of the input
 * @param <O> the type of the output
 */
public final class CascadeAgent<I, O> implements Agent<I, O> {
  private final List<AgentStage<I, O>> stages;
  private final OutputRules<O> rules;
  private final AgentTraits traits;
  private final @Nullable ChatHistory history;
  private final boolean streamsAcceptedOnly;

  private CascadeAgent(
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
   * Returns a cascade of models for one agent.
   *
   * @param models the models, smallest first; at least one
   * @throws IllegalArgumentException if there is no model
   */
  public static <I, O> CascadeAgent<I, O> of(Agent<I, O> agent, Model... models) {
    return of(
        agent, List.of(models).stream().map(model -> ModelSelection.of(model, "cascade")).toList());
  }

  /**
   * Returns a cascade of models for one agent, each with settings of its own, such as a single
   * attempt.
   *
   * @param choices the models, smallest first; at least one
   * @throws IllegalArgumentException if there is no model
   */
  public static <I, O> CascadeAgent<I, O> of(Agent<I, O> agent, List<ModelSelection> choices) {
    Objects.requireNonNull(agent, "agent");
    List<AgentStage<I, O>> stages =
        choices.stream()
            .map(choice -> new AgentStage<>(choice.model().name(), agent, choice::applyTo))
            .toList();
    return of(stages, AgentTraits.of(agent, "cascade"), agent.history());
  }

  /**
   * Returns a cascade of agents, which may have other prompts and tools. Timeouts of the agents
   * apply to each stage.
   *
   * @param agents the agents, cheapest first; at least one
   * @throws IllegalArgumentException if there is no agent, or if agents have different
   *     conversations of their own
   */
  public static <I, O> CascadeAgent<I, O> ofAgents(List<? extends Agent<I, O>> agents) {
    return of(
        AgentStages.of(agents), AgentStages.traits(agents, "cascade"), AgentStages.history(agents));
  }

  private static <I, O> CascadeAgent<I, O> of(
      List<AgentStage<I, O>> stages, AgentTraits traits, @Nullable ChatHistory history) {
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("models: expected at least one, found none");
    }
    return new CascadeAgent<>(stages, OutputRules.none(), traits, history, false);
  }

  /**
   * Returns a copy with another check of outputs, in addition to the existing ones. It is called
   * for each valid output; an exception that it throws ends the run.
   *
   * @param check returns the reason for which an output is rejected; empty to accept it
   */
  public CascadeAgent<I, O> withCheck(Function<? super O, Optional<String>> check) {
    return with(rules.withCheck(Objects.requireNonNull(check, "check")));
  }

  /**
   * Returns a copy with a lower bound of the confidence that the model states in its output.
   *
   * @param confidence returns the confidence of an output
   * @param bound the lowest accepted confidence; NaN is below every bound
   * @throws IllegalArgumentException if the bound is not a number
   */
  public CascadeAgent<I, O> withMinConfidence(
      ToDoubleFunction<? super O> confidence, double bound) {
    if (Double.isNaN(bound)) {
      throw new IllegalArgumentException("bound: expected a number, found NaN");
    }
    return with(rules.withMinConfidence(Objects.requireNonNull(confidence, "confidence"), bound));
  }

  /**
   * Returns a copy that runs the next stage after other failures. Default: all but cancellations,
   * usage limits and failures of the conversation. A passed deadline or a used budget of the run
   * always ends it.
   *
   * @param predicate returns whether the next stage runs after a failure
   */
  public CascadeAgent<I, O> withFailures(Predicate<? super AgentException> predicate) {
    return with(rules.withFailures(Objects.requireNonNull(predicate, "predicate")));
  }

  /**
   * Returns a copy that returns even an output that a check rejects, marked by {@link
   * org.atomicagents.RunResult#shortfalls()}, if there is no better one.
   */
  public CascadeAgent<I, O> withRejectedOutputs() {
    return with(rules.returningRejected());
  }

  private CascadeAgent<I, O> with(OutputRules<O> other) {
    return new CascadeAgent<>(stages, other, traits, history, streamsAcceptedOnly);
  }

  /** Returns a copy whose streams show the returned output only, after the last stage. */
  public CascadeAgent<I, O> withAcceptedStreamsOnly() {
    return new CascadeAgent<>(stages, rules, traits, history, true);
  }

  /** Returns a copy with another name in messages and events; default: that of the agent. */
  public CascadeAgent<I, O> withName(String name) {
    return with(traits.withName(name));
  }

  /**
   * Returns a copy with other listeners of its own events; default: those of the agent. Listeners
   * in the options are notified after them.
   */
  public CascadeAgent<I, O> withListeners(Listeners listeners) {
    return with(traits.withListeners(listeners));
  }

  /** Returns a copy with another clock; default: that of the agent. */
  public CascadeAgent<I, O> withTimeSource(TimeSource source) {
    return with(traits.withTime(source));
  }

  private CascadeAgent<I, O> with(AgentTraits other) {
    return new CascadeAgent<>(stages, rules, other, history, streamsAcceptedOnly);
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
    return PreparedStages.of(settings(options), input, options);
  }

  private StageSettings<I, O> settings(RunOptions options) {
    var own = new ArrayList<>(stages);
    Model model = options.model();
    if (model != null) {
      own.clear();
      own.add(new AgentStage<>(model.name(), stages.getFirst().agent(), run -> run));
    }
    return new StageSettings<>(
        traits.name(),
        own,
        rules,
        history,
        traits.timeout(),
        traits.listeners(),
        traits.time(),
        streamsAcceptedOnly);
  }

  /** Returns the name and the names of the stages. */
  @Override
  public String toString() {
    return "CascadeAgent["
        + traits.name()
        + ": "
        + String.join(", ", stages.stream().map(AgentStage::name).toList())
        + "]";
  }
}
