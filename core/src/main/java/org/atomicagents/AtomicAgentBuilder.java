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
import org.atomicagents.model.TimeSource;
import org.atomicagents.model.TokenCounter;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.jspecify.annotations.Nullable;

/** Collects what an agent is set to; not thread-safe, and usable any number of times. */
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

  /** The agent's name, in messages and events; the output's name unless set. */
  public AtomicAgentBuilder<I, O> name(String value) {
    name = Objects.requireNonNull(value, "name");
    return this;
  }

  AtomicAgentBuilder<I, O> model(Model value) {
    model = Objects.requireNonNull(value, "model");
    return this;
  }

  /** What the model is told before every question. */
  public AtomicAgentBuilder<I, O> systemPrompt(SystemPrompt value) {
    systemPrompt = Objects.requireNonNull(value, "systemPrompt");
    return this;
  }

  /** How the model draws its answers. */
  public AtomicAgentBuilder<I, O> sampling(Sampling value) {
    sampling = Objects.requireNonNull(value, "sampling");
    return this;
  }

  /** How often a run tries; 3 attempts and 8 requests unless set. */
  public AtomicAgentBuilder<I, O> limits(RunLimits value) {
    limits = Objects.requireNonNull(value, "limits");
    return this;
  }

  /** The conversation of all runs that bring none; without it they stand alone. */
  public AtomicAgentBuilder<I, O> history(ChatHistory value) {
    history = Objects.requireNonNull(value, "history");
    return this;
  }

  /** How long a run may take; no limit unless set. */
  public AtomicAgentBuilder<I, O> timeout(Duration value) {
    timeout = Objects.requireNonNull(value, "timeout");
    return this;
  }

  /**
   * How JSON is asked for; what suits the model best unless set. A mode that is set is kept: if the
   * provider refuses it, the run fails.
   */
  public AtomicAgentBuilder<I, O> mode(ResponseMode value) {
    mode = Objects.requireNonNull(value, "mode");
    return this;
  }

  /** How far an answer may depart from valid JSON of its type; lenient unless set. */
  public AtomicAgentBuilder<I, O> strictness(Strictness value) {
    strictness = Objects.requireNonNull(value, "strictness");
    return this;
  }

  /**
   * Something that an output has to fulfil beyond its type and its constraints; one more each time.
   * An output that doesn't is asked for again, with what was expected and what was found there.
   *
   * {@snippet :
   * builder.check("$.end", trip -> trip.end().isAfter(trip.start()), "a date after the start");
   * }
   *
   * @param path where it is wrong if it is, as in {@code $.end}, or {@code $} for the whole
   * @param predicate asked about the whole output, on the threads of the runs; what it throws makes
   *     the output wrong as well
   * @param message what is expected, to come behind "expected"; it stands for the predicate where
   *     two agents are compared, and so must differ where the predicates do
   * @throws IllegalArgumentException if the path leads nowhere
   */
  public AtomicAgentBuilder<I, O> check(
      String path, Predicate<? super O> predicate, String message) {
    checks.add(OutputCheck.of(output, path, predicate, message));
    return this;
  }

  /** How much is asked for again when an answer is wrong; the whole unless set. */
  public AtomicAgentBuilder<I, O> reAsk(ReAskScope value) {
    reAsk = Objects.requireNonNull(value, "reAsk");
    return this;
  }

  /** Who follows the runs, in order; nobody unless set. */
  public AtomicAgentBuilder<I, O> listeners(Listeners value) {
    listeners = Objects.requireNonNull(value, "listeners");
    return this;
  }

  /** What estimates tokens; a quarter of the bytes unless set. */
  public AtomicAgentBuilder<I, O> tokenCounter(TokenCounter value) {
    tokenCounter = Objects.requireNonNull(value, "tokenCounter");
    return this;
  }

  /** Where time comes from; the machine's clocks unless set. */
  public AtomicAgentBuilder<I, O> timeSource(TimeSource value) {
    time = Objects.requireNonNull(value, "timeSource");
    return this;
  }

  /** The agent; where its output needs the validator, that is started in the background. */
  public AtomicAgent<I, O> build() {
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
