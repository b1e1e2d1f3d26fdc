package org.atomicagents;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.internal.run.AgentSettings;
import org.atomicagents.internal.run.OutputCheck;
import org.atomicagents.internal.run.OutputSpec;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.atomicagents.model.TokenCounter;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * A builder of {@link AtomicAgent}s.
 *
 * {@snippet class="org.atomicagents.AgentSnippets" region="builder"}
 *
 * <p>All settings are optional. {@link RunOptions} override some of them for a single run. Not
 * thread-safe; {@link #build()} may be called any number of times.
 *
 * @param <I> the type of the input
 * @param <O> the type of the output
 */
public final class AtomicAgentBuilder<I, O> {
  private final Schema<I> input;
  private final Schema<O> output;
  private final List<OutputCheck<O>> checks = new ArrayList<>();
  private String name;
  private Model model;
  private SystemPrompt systemPrompt;
  private Sampling sampling;
  private RunLimits limits;
  private @Nullable ChatHistory history;
  private @Nullable Duration timeout;
  private @Nullable ResponseMode mode;
  private Strictness strictness;
  private ReAskScope reAsk;
  private Listeners listeners;
  private TokenCounter tokenCounter;
  private TimeSource time;

  AtomicAgentBuilder(Schema<I> input, Schema<O> output, Model model) {
    this(
        new RunPlanner<>(
            input,
            OutputSpec.of(output),
            new AgentSettings(
                output.name(),
                Objects.requireNonNull(model, "model"),
                SystemPrompt.defaults(),
                Sampling.defaults(),
                RunLimits.defaults(),
                null,
                null,
                null,
                ReAskScope.WHOLE,
                Listeners.none(),
                TokenCounter.heuristic(),
                TimeSource.system())));
  }

  AtomicAgentBuilder(RunPlanner<I, O> planner) {
    AgentSettings settings = planner.settings();
    this.input = planner.input();
    this.output = planner.output().schema();
    this.strictness = planner.output().strictness();
    this.checks.addAll(planner.output().checks());
    this.reAsk = settings.reAsk();
    this.name = settings.name();
    this.model = settings.model();
    this.systemPrompt = settings.systemPrompt();
    this.sampling = settings.sampling();
    this.limits = settings.limits();
    this.history = settings.history();
    this.timeout = settings.timeout();
    this.mode = settings.mode();
    this.listeners = settings.listeners();
    this.tokenCounter = settings.tokenCounter();
    this.time = settings.time();
  }

  /** Sets the name of the agent in messages and events; default: the name of the output. */
  public AtomicAgentBuilder<I, O> name(String value) {
    name = Objects.requireNonNull(value, "name");
    return this;
  }

  AtomicAgentBuilder<I, O> model(Model value) {
    model = Objects.requireNonNull(value, "model");
    return this;
  }

  /** Sets the system prompt; default: {@link SystemPrompt#defaults()}. */
  public AtomicAgentBuilder<I, O> systemPrompt(SystemPrompt value) {
    systemPrompt = Objects.requireNonNull(value, "systemPrompt");
    return this;
  }

  /**
   * Sets the sampling parameters, such as the temperature; default: {@link Sampling#defaults()},
   * which leaves them to the provider.
   */
  public AtomicAgentBuilder<I, O> sampling(Sampling value) {
    sampling = Objects.requireNonNull(value, "sampling");
    return this;
  }

  /**
   * Sets the limits of a run; default: {@link RunLimits#defaults()}, that is 3 attempts and 8
   * requests.
   */
  public AtomicAgentBuilder<I, O> limits(RunLimits value) {
    limits = Objects.requireNonNull(value, "limits");
    return this;
  }

  /**
   * Sets the conversation of all runs without a history in their {@link RunOptions}; default: none,
   * so that runs are independent of each other. Suitable for a single user; a service passes the
   * history with each run.
   */
  public AtomicAgentBuilder<I, O> history(ChatHistory value) {
    history = Objects.requireNonNull(value, "history");
    return this;
  }

  /**
   * Sets the maximum duration of a run, including retries and re-asks; default: unlimited. A run
   * that exceeds it throws a {@link org.atomicagents.error.TimedOutException}.
   */
  public AtomicAgentBuilder<I, O> timeout(Duration value) {
    timeout = Objects.requireNonNull(value, "timeout");
    return this;
  }

  /**
   * Sets the way to request JSON from the model; default: the best mode that the model supports. If
   * the provider rejects a mode set here, the run fails, without a fallback to another mode.
   */
  public AtomicAgentBuilder<I, O> mode(ResponseMode value) {
    mode = Objects.requireNonNull(value, "mode");
    return this;
  }

  /**
   * Sets how far a response may deviate from valid JSON of the output type; default: {@link
   * Strictness#LENIENT}, which repairs it where there is exactly one possible reading.
   */
  public AtomicAgentBuilder<I, O> strictness(Strictness value) {
    strictness = Objects.requireNonNull(value, "strictness");
    return this;
  }

  /**
   * Adds a condition that an output must fulfil in addition to its type and its constraints;
   * default: none. If it does not, the model is asked again with the resulting violation.
   *
   * {@snippet class="org.atomicagents.AgentSnippets" region="check"}
   *
   * @param path the path of the violation, such as {@code $.end}, or {@code $} for the root
   * @param predicate tests the complete output, on the threads of the runs; an exception that it
   *     throws counts as a violation
   * @param message the expectation, to follow the word "expected". It represents the predicate in
   *     {@link PreparedRun#fingerprint()}, so different predicates need different messages
   * @throws IllegalArgumentException if the path is not a path of the output type
   */
  public AtomicAgentBuilder<I, O> check(
      String path, Predicate<? super O> predicate, String message) {
    checks.add(OutputCheck.of(output, path, predicate, message));
    return this;
  }

  /**
   * Sets how much of an invalid response the model is asked for again; default: {@link
   * ReAskScope#WHOLE}.
   */
  public AtomicAgentBuilder<I, O> reAsk(ReAskScope value) {
    reAsk = Objects.requireNonNull(value, "reAsk");
    return this;
  }

  /** Sets the listeners notified of the runs, in order; default: {@link Listeners#none()}. */
  public AtomicAgentBuilder<I, O> listeners(Listeners value) {
    listeners = Objects.requireNonNull(value, "listeners");
    return this;
  }

  /**
   * Sets the counter for token estimates; default: {@link TokenCounter#heuristic()}, a quarter of
   * the UTF-8 bytes.
   */
  public AtomicAgentBuilder<I, O> tokenCounter(TokenCounter value) {
    tokenCounter = Objects.requireNonNull(value, "tokenCounter");
    return this;
  }

  /** Sets the clock; default: {@link TimeSource#system()}. Tests set a controllable one. */
  public AtomicAgentBuilder<I, O> timeSource(TimeSource value) {
    time = Objects.requireNonNull(value, "timeSource");
    return this;
  }

  /**
   * Returns an agent with these settings. If the output type has constraints, this starts the
   * initialization of the validator in the background.
   *
   * @throws org.atomicagents.error.ConfigurationException if the output type contains media
   */
  public AtomicAgent<I, O> build() {
    CompiledSchema.of(output).requireNoMedia();
    CompiledSchema.of(output).warmUp();
    return new AtomicAgent<>(
        new RunPlanner<>(
            input,
            new OutputSpec<>(output, strictness, checks),
            new AgentSettings(
                name,
                model,
                systemPrompt,
                sampling,
                limits,
                history,
                timeout,
                mode,
                reAsk,
                listeners,
                tokenCounter,
                time)));
  }
}
