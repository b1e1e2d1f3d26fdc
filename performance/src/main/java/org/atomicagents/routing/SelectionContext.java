package org.atomicagents.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.atomicagents.Agent;
import org.atomicagents.PreparationUsage;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.error.AgentException;
import org.atomicagents.message.Content;
import org.atomicagents.message.Message;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.TokenCount;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ModelSelector} knows about a run: its input, its options, and its request.
 *
 * <p>The request and its tokens are those of the agent's own model. They are determined when they
 * are first needed, which renders the system prompt with its context providers once more. Used by
 * one thread.
 *
 * @param <I> the type of the input
 */
public final class SelectionContext<I> {
  private final String agent;
  private final @Nullable I input;
  private final RunOptions options;
  private final Deadline deadline;
  private final Supplier<? extends PreparedRun<?>> preparation;
  private final List<AgentException> counted = new ArrayList<>();
  private PreparationUsage usage = PreparationUsage.NONE;
  private @Nullable Draft draft;

  /** The request of a run with the agent's own model. */
  private record Draft(ModelRequest request, TokenCount tokens) {}

  /**
   * Creates a context.
   *
   * @param input the input; null to continue the last turn of the conversation
   * @param preparation returns the run with the agent's own model, and with a conversation that
   *     excludes no other run
   */
  SelectionContext(
      String agent,
      @Nullable I input,
      RunOptions options,
      Deadline deadline,
      Supplier<? extends PreparedRun<?>> preparation) {
    this.agent = agent;
    this.input = input;
    this.options = options;
    this.deadline = deadline;
    this.preparation = preparation;
  }

  /** Returns the name of the agent, for messages. */
  public String agent() {
    return agent;
  }

  /** Returns the input; null if the run continues the last turn of the conversation. */
  public @Nullable I input() {
    return input;
  }

  boolean hasInput() {
    return input != null;
  }

  I requireInput() {
    return Objects.requireNonNull(input, "input");
  }

  /** Returns the options of the run. */
  public RunOptions options() {
    return options;
  }

  /** Returns an estimate of the tokens of the request, conversation and schema included. */
  public TokenCount tokens() {
    return draft().tokens();
  }

  /** Returns the request that the agent's own model would get first. */
  public ModelRequest request() {
    return draft().request();
  }

  /** Returns whether the request contains a type of content, such as {@code Image}. */
  public boolean hasContent(Class<? extends Content> type) {
    for (Message message : request().messages()) {
      if (message.parts().stream().anyMatch(type::isInstance)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the output of an agent that helps to choose, such as a classifier. It has the deadline,
   * the budget and the listeners of the run, and its usage is part of the result of the run.
   *
   * @throws AgentException if the agent fails
   */
  public <J, C> C run(Agent<J, C> helper, J value) {
    RunOptions own = RunOptions.defaults().withDeadline(deadline);
    Budget budget = options.budget();
    if (budget != null) {
      own = own.withBudget(budget);
    }
    if (options.listeners().isActive()) {
      own = own.withListener(options.listeners()::emit);
    }
    try {
      RunResult<C> result = helper.call(value, own);
      usage = usage.plus(result);
      return result.output();
    } catch (AgentException e) {
      usage = usage.plus(e);
      counted.add(e);
      throw e;
    }
  }

  boolean isDeadlinePassed() {
    return deadline.isPassed();
  }

  /** Returns the usage of the agents that helped to choose. */
  PreparationUsage usage() {
    return usage;
  }

  /** Returns a failure of the run with the usage of the agents that helped to choose, once. */
  AgentException withUsage(AgentException failure) {
    boolean isCounted = counted.stream().anyMatch(known -> known == failure);
    return isCounted ? usage.recordedIn(failure) : usage.addedTo(failure);
  }

  private Draft draft() {
    Draft known = draft;
    if (known == null) {
      try (PreparedRun<?> run = preparation.get()) {
        known = new Draft(run.request(), run.tokens());
      }
      draft = known;
    }
    return known;
  }

  /** Returns the name of the agent and the type of the input. */
  @Override
  public String toString() {
    return "SelectionContext["
        + agent
        + ", "
        + (input == null ? "no input" : input.getClass().getSimpleName())
        + "]";
  }
}
