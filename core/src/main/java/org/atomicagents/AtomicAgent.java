package org.atomicagents;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.internal.run.OutputCheck;
import org.atomicagents.internal.run.OutputSpec;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.Sampling;
import org.atomicagents.model.TokenCounter;
import org.atomicagents.schema.Schema;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * An agent with an input schema, an output schema, a system prompt and a model.
 *
 * {@snippet :
 * var agent = AtomicAgent.of(Question.class, Answer.class, OpenAi.fromEnv().model("gpt-5-mini"));
 * Answer answer = agent.run(new Question("Why is the sky blue?"));
 * }
 *
 * <p>A run validates the input, sends it to the model, and parses and validates the response. An
 * invalid response is sent back to the model together with the violations, as often as {@link
 * RunLimits} allow.
 *
 * <p>Runs are independent of each other unless a {@link org.atomicagents.chat.ChatHistory} is set,
 * in {@link RunOptions} or in the builder:
 *
 * {@snippet class="org.atomicagents.AgentSnippets" region="history"}
 *
 * <p>Immutable and thread-safe; the {@code with} methods return copies. An agent holds no resources
 * and needs no closing.
 *
 * @param <I> the type of the input
 * @param <O> the type of the output
 */
public final class AtomicAgent<I, O> implements Agent<I, O> {
  private final RunPlanner<I, O> planner;

  AtomicAgent(RunPlanner<I, O> planner) {
    this.planner = planner;
  }

  /** Returns a chat agent with default settings: text in, text out. */
  public static AtomicAgent<BasicChatInput, BasicChatOutput> of(Model model) {
    return builder(model).build();
  }

  /**
   * Returns an agent with default settings.
   *
   * @param input the type of the input, usually a record
   * @param output the type of the output, usually a record
   * @throws org.atomicagents.error.ConfigurationException if a schema cannot be created from a type
   */
  public static <I, O> AtomicAgent<I, O> of(Class<I> input, Class<O> output, Model model) {
    return builder(input, output, model).build();
  }

  /**
   * Returns an agent with default settings and an output schema, such as a list of records.
   *
   * @throws org.atomicagents.error.ConfigurationException if no schema can be created from the
   *     input type
   */
  public static <I, O> AtomicAgent<I, O> of(Class<I> input, Schema<O> output, Model model) {
    return builder(input, output, model).build();
  }

  /** Returns a builder of a chat agent: text in, text out. */
  public static AtomicAgentBuilder<BasicChatInput, BasicChatOutput> builder(Model model) {
    return builder(BasicChatInput.class, BasicChatOutput.class, model);
  }

  /**
   * Returns a builder of an agent.
   *
   * @param input the type of the input, usually a record
   * @param output the type of the output, usually a record
   * @throws org.atomicagents.error.ConfigurationException if a schema cannot be created from a type
   */
  public static <I, O> AtomicAgentBuilder<I, O> builder(
      Class<I> input, Class<O> output, Model model) {
    return builder(Schema.of(input), Schema.of(output), model);
  }

  /**
   * Returns a builder of an agent with an output schema, such as a list of records.
   *
   * @throws org.atomicagents.error.ConfigurationException if no schema can be created from the
   *     input type
   */
  public static <I, O> AtomicAgentBuilder<I, O> builder(
      Class<I> input, Schema<O> output, Model model) {
    return builder(Schema.of(input), output, model);
  }

  /** Returns a builder of an agent with existing schemas. */
  public static <I, O> AtomicAgentBuilder<I, O> builder(
      Schema<I> input, Schema<O> output, Model model) {
    return new AtomicAgentBuilder<>(input, output, model);
  }

  @Override
  public PreparedRun<O> prepare(@Nullable I value, RunOptions options) {
    return plan(value, options);
  }

  PlannedRun<O> plan(@Nullable I value, RunOptions options) {
    Objects.requireNonNull(options, "options");
    return planner.plan(value, options);
  }

  @Override
  public O run(I input, RunOptions options) {
    try (PlannedRun<O> run = plan(Objects.requireNonNull(input, "input"), options)) {
      return run.run();
    }
  }

  /**
   * Returns the output of a run that continues the last turn of this agent's own history, set by
   * {@link AtomicAgentBuilder#history}.
   *
   * @throws IllegalArgumentException if the agent has no history, or the history has no turn
   * @throws org.atomicagents.error.AgentException if the run fails
   */
  public O run() {
    return run(RunOptions.defaults());
  }

  /** Returns the name of this agent in messages and events. */
  @Override
  public String name() {
    return planner.settings().name();
  }

  /** Returns the schema of the input. */
  public Schema<I> input() {
    return planner.input();
  }

  /** Returns the schema of the output. */
  public Schema<O> output() {
    return planner.output().schema();
  }

  /** Returns the model of this agent; {@link RunOptions#withModel} overrides it for a run. */
  public Model model() {
    return planner.settings().model();
  }

  /** Returns the system prompt. */
  public SystemPrompt systemPrompt() {
    return planner.settings().systemPrompt();
  }

  /** Returns the sampling parameters; {@link RunOptions#withSampling} overrides them one by one. */
  public Sampling sampling() {
    return planner.settings().sampling();
  }

  /** Returns the limits of a run; {@link RunOptions#withLimits} overrides them for a run. */
  public RunLimits limits() {
    return planner.settings().limits();
  }

  @Override
  public @Nullable ChatHistory history() {
    return planner.settings().history();
  }

  /** Returns the maximum duration of runs without one in their options; null for no limit. */
  public @Nullable Duration timeout() {
    return planner.settings().timeout();
  }

  /** Returns the clock of the runs. */
  public TimeSource timeSource() {
    return planner.settings().time();
  }

  /** Returns the counter for token estimates. */
  public TokenCounter tokenCounter() {
    return planner.settings().tokenCounter();
  }

  /** Returns the listeners notified of this agent's runs. */
  public Listeners listeners() {
    return planner.settings().listeners();
  }

  /** Returns a copy of this agent with a system prompt. */
  public AtomicAgent<I, O> withSystemPrompt(SystemPrompt prompt) {
    return toBuilder().systemPrompt(prompt).build();
  }

  /** Returns a copy of this agent with a model. */
  public AtomicAgent<I, O> withModel(Model model) {
    return toBuilder().model(model).build();
  }

  /** Returns a copy of this agent with listeners, in place of its own. */
  public AtomicAgent<I, O> withListeners(Listeners listeners) {
    return toBuilder().listeners(listeners).build();
  }

  /**
   * Returns a copy with another output, which may contain an output of this agent: one of several
   * alternatives, for example. The checks of this agent apply to the contained output.
   *
   * @param path the path of the contained output, such as {@code $.answer}
   * @param contained returns the contained output of an output; null if there is none
   * @throws IllegalArgumentException if this agent has checks, and the path is not a path of the
   *     new output
   */
  public <T> AtomicAgent<I, T> withOutput(
      Schema<T> newOutput, String path, Function<? super T, @Nullable O> contained) {
    OutputSpec<O> spec = planner.output();
    List<OutputCheck<T>> checks =
        spec.checks().stream().map(check -> check.within(newOutput, path, contained)).toList();
    return new AtomicAgent<>(
        new RunPlanner<>(
            planner.input(),
            new OutputSpec<>(newOutput, spec.strictness(), checks),
            planner.settings()));
  }

  /** Returns a builder with the settings of this agent. */
  public AtomicAgentBuilder<I, O> toBuilder() {
    return new AtomicAgentBuilder<>(planner);
  }

  @Override
  public String toString() {
    return "AtomicAgent["
        + name()
        + ": "
        + input().name()
        + " -> "
        + output().name()
        + ", "
        + model()
        + "]";
  }
}
