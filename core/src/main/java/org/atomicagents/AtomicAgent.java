package org.atomicagents;

import java.util.Objects;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An agent of one purpose: a schema in, a schema out, a prompt and a model in between.
 *
 * <p>Immutable and thread-safe; a copy for each change. It keeps no conversation unless one is
 * given, in {@link RunOptions} or in the builder: without one every run stands alone.
 *
 * {@snippet :
 * var agent = AtomicAgent.of(Question.class, Answer.class, OpenAi.fromEnv().model("gpt-5-mini"));
 * Answer answer = agent.run(new Question("Why is the sky blue?"));
 * }
 */
public final class AtomicAgent<I, O> implements Agent<I, O> {
  private final RunPlanner<I, O> planner;

  AtomicAgent(RunPlanner<I, O> planner) {
    this.planner = planner;
  }

  /** An agent that just chats. */
  public static AtomicAgent<BasicChatInput, BasicChatOutput> of(Model model) {
    return builder(model).build();
  }

  /** An agent between two types, with everything else as usual. */
  public static <I, O> AtomicAgent<I, O> of(Class<I> input, Class<O> output, Model model) {
    return builder(input, output, model).build();
  }

  /** An agent that answers what a schema says, such as a list of records. */
  public static <I, O> AtomicAgent<I, O> of(Class<I> input, Schema<O> output, Model model) {
    return builder(input, output, model).build();
  }

  /** Builds an agent that just chats. */
  public static AtomicAgentBuilder<BasicChatInput, BasicChatOutput> builder(Model model) {
    return builder(BasicChatInput.class, BasicChatOutput.class, model);
  }

  /** Builds an agent between two types. */
  public static <I, O> AtomicAgentBuilder<I, O> builder(
      Class<I> input, Class<O> output, Model model) {
    return builder(Schema.of(input), Schema.of(output), model);
  }

  /** Builds an agent that answers what a schema says, such as a list of records. */
  public static <I, O> AtomicAgentBuilder<I, O> builder(
      Class<I> input, Schema<O> output, Model model) {
    return builder(Schema.of(input), output, model);
  }

  /** Builds an agent between two schemas, compiled before. */
  public static <I, O> AtomicAgentBuilder<I, O> builder(
      Schema<I> input, Schema<O> output, Model model) {
    return new AtomicAgentBuilder<>(input, output, model);
  }

  @Override
  public PreparedRun<O> prepare(@Nullable I value, RunOptions options) {
    Objects.requireNonNull(options, "options");
    return planner.plan(value, options);
  }

  /**
   * Goes on with the last turn of the agent's own conversation.
   *
   * @throws IllegalArgumentException if it has none
   */
  public O run() {
    return run(RunOptions.defaults());
  }

  /** The agent's name, in messages and events. */
  public String name() {
    return planner.settings().name();
  }

  /** What the agent is asked. */
  public Schema<I> input() {
    return planner.input();
  }

  /** What the agent answers. */
  public Schema<O> output() {
    return planner.output().schema();
  }

  /** The model that the agent asks unless a run says otherwise. */
  public Model model() {
    return planner.settings().model();
  }

  /** What the model is told before every question. */
  public SystemPrompt systemPrompt() {
    return planner.settings().systemPrompt();
  }

  /** Who follows the agent's runs. */
  public Listeners listeners() {
    return planner.settings().listeners();
  }

  /** A copy with another prompt. */
  public AtomicAgent<I, O> withSystemPrompt(SystemPrompt prompt) {
    return toBuilder().systemPrompt(prompt).build();
  }

  /** A copy that asks another model. */
  public AtomicAgent<I, O> withModel(Model model) {
    return toBuilder().model(model).build();
  }

  /** A copy that others follow. */
  public AtomicAgent<I, O> withListeners(Listeners listeners) {
    return toBuilder().listeners(listeners).build();
  }

  /** A builder with everything as this agent has it. */
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
