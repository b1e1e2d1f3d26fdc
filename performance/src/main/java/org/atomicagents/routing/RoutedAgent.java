package org.atomicagents.routing;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.atomicagents.Agent;
import org.atomicagents.PreparationUsage;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.AgentException;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An agent whose model is chosen for each run by a {@link ModelSelector}.
 *
 * {@snippet class="org.atomicagents.routing.RoutingSnippets" region="routed"}
 *
 * <p>The choice becomes {@link RunOptions#model()} of the run, so that one conversation continues
 * across models and providers; content that only one model understands, such as a signature of its
 * reasoning, is not sent to another one. Each choice is an {@link AgentEvent.ModelSelected} with
 * its reason. A model in the options takes the place of the choice.
 *
 * <p>{@link #withShadow()} returns an agent that reports the choices and does not apply them, to
 * try a selector in production.
 *
 * <p>Immutable and thread-safe; the {@code with} methods return copies.
 *
 * @param <I> the type of the input
 * @param <O> the type of the output
 */
public final class RoutedAgent<I, O> implements Agent<I, O> {
  private static final Logger log = LoggerFactory.getLogger(RoutedAgent.class);

  private final Agent<I, O> agent;
  private final ModelSelector<? super I> selector;
  private final AgentTraits traits;
  private final boolean isShadow;

  private RoutedAgent(
      Agent<I, O> agent, ModelSelector<? super I> selector, AgentTraits traits, boolean isShadow) {
    this.agent = agent;
    this.selector = selector;
    this.traits = traits;
    this.isShadow = isShadow;
  }

  /** Returns an agent whose models are chosen by a selector. */
  public static <I, O> RoutedAgent<I, O> of(Agent<I, O> agent, ModelSelector<? super I> selector) {
    return new RoutedAgent<>(
        Objects.requireNonNull(agent, "agent"),
        Objects.requireNonNull(selector, "selector"),
        AgentTraits.of(agent, "routed"),
        false);
  }

  /**
   * Returns a copy that makes and reports its choices, and does not apply them: runs have the
   * agent's own model. A selector that fails is logged and changes nothing.
   */
  public RoutedAgent<I, O> withShadow() {
    return new RoutedAgent<>(agent, selector, traits, true);
  }

  /** Returns a copy with another name in messages and events; default: that of the agent. */
  public RoutedAgent<I, O> withName(String name) {
    return new RoutedAgent<>(agent, selector, traits.withName(name), isShadow);
  }

  /**
   * Returns a copy with other listeners of its own events; default: those of the agent. Listeners
   * in the options are notified after them.
   */
  public RoutedAgent<I, O> withListeners(Listeners listeners) {
    return new RoutedAgent<>(agent, selector, traits.withListeners(listeners), isShadow);
  }

  /** Returns a copy with another clock; default: that of the agent. */
  public RoutedAgent<I, O> withTimeSource(TimeSource source) {
    return new RoutedAgent<>(agent, selector, traits.withTime(source), isShadow);
  }

  @Override
  public String name() {
    return traits.name();
  }

  @Override
  public @Nullable ChatHistory history() {
    return agent.history();
  }

  @Override
  public PreparedRun<O> prepare(@Nullable I input, RunOptions options) {
    if (options.model() != null) {
      return agent.prepare(input, options);
    }
    long start = traits.time().nanoTime();
    RunOptions limited = limited(options);
    var context = context(input, limited);
    try {
      Optional<ModelSelection> choice = select(context);
      choice.ifPresent(found -> emit(found, options));
      RunOptions chosen =
          isShadow ? limited : choice.map(found -> found.applyTo(limited)).orElse(limited);
      long nanos = traits.time().nanoTime() - start;
      PreparedRun<O> run = agent.prepare(input, chosen);
      PreparationUsage usage = context.usage();
      return usage.isPresent() ? new SelectedRun<>(run, new SelectionCost(usage, nanos)) : run;
    } catch (AgentException e) {
      throw context.withUsage(e);
    }
  }

  /** Returns options whose timeout includes the selection. */
  private RunOptions limited(RunOptions options) {
    Duration timeout = options.timeout() == null ? traits.timeout() : options.timeout();
    return options.deadline() != null || timeout == null
        ? options
        : options.withDeadline(Deadline.after(timeout, traits.time()));
  }

  private SelectionContext<I> context(@Nullable I input, RunOptions options) {
    Deadline deadline = options.deadline() == null ? Deadline.none() : options.deadline();
    return new SelectionContext<>(
        traits.name(), input, options, deadline, () -> agent.prepare(input, forked(options)));
  }

  /** Returns options with a copy of the conversation, which excludes no other run. */
  private RunOptions forked(RunOptions options) {
    ChatHistory history = options.history() == null ? agent.history() : options.history();
    return history == null ? options : options.withHistory(history.fork());
  }

  private Optional<ModelSelection> select(SelectionContext<I> context) {
    if (!isShadow) {
      return SelectorCalls.by(selector, context);
    }
    try {
      return SelectorCalls.by(selector, context);
    } catch (RuntimeException e) {
      log.warn("The shadow selector of agent '{}' failed", traits.name(), e);
      return Optional.empty();
    }
  }

  private void emit(ModelSelection choice, RunOptions options) {
    Listeners listeners = traits.listeners().with(options.listeners());
    if (listeners.isActive()) {
      listeners.emit(
          new AgentEvent.ModelSelected(
              traits.name(), choice.model().toString(), choice.reason(), !isShadow));
    }
  }

  /** Returns the agent, and whether choices are applied. */
  @Override
  public String toString() {
    return "RoutedAgent[" + agent + (isShadow ? ", shadow]" : "]");
  }
}
