package org.atomicagents;

import java.util.List;
import java.util.Objects;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ChatHistory.Lease;
import org.atomicagents.chat.ChatHistory.Snapshot;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.error.InvalidInputException;
import org.atomicagents.internal.request.FingerprintMemo;
import org.atomicagents.internal.request.FormatMemo;
import org.atomicagents.internal.run.AgentSettings;
import org.atomicagents.internal.run.ContextSelection;
import org.atomicagents.internal.run.ContextTrimmer;
import org.atomicagents.internal.run.MediaAdmission;
import org.atomicagents.internal.run.OutputBudget;
import org.atomicagents.internal.run.OutputSpec;
import org.atomicagents.internal.run.PendingTurn;
import org.atomicagents.internal.run.RequestMessages;
import org.atomicagents.internal.run.RunConfig;
import org.atomicagents.internal.run.RunEvents;
import org.atomicagents.internal.run.RunPlan;
import org.atomicagents.internal.run.TokenMemo;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.message.Content;
import org.atomicagents.message.MediaPolicy;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.message.Violation;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelCapabilities;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;

/** Builds the prepared runs of one agent from inputs and options. Thread-safe. */
record RunPlanner<I, O>(
    Schema<I> input,
    OutputSpec<O> output,
    AgentSettings settings,
    ConfigMemo configMemo,
    TokenMemo memo,
    FingerprintMemo fingerprintMemo,
    FormatMemo formatMemo) {

  RunPlanner {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(configMemo, "configMemo");
    Objects.requireNonNull(memo, "memo");
    Objects.requireNonNull(fingerprintMemo, "fingerprintMemo");
    Objects.requireNonNull(formatMemo, "formatMemo");
  }

  /**
   * The configuration of the runs of one agent that have no options, which is equal for all of
   * them. Thread-safe.
   *
   * <p>Configurations with options are not kept: those of the last run would keep its conversation
   * reachable.
   */
  static final class ConfigMemo {
    private volatile @Nullable RunConfig latest;

    // Options equal to the default ones are rare, and a comparison of counters could be expensive.
    @SuppressWarnings("ReferenceEquality")
    private RunConfig resolve(AgentSettings agent, RunOptions run) {
      if (run != RunOptions.defaults() || agent.timeout() != null) {
        return RunConfig.of(agent, run);
      }
      RunConfig known = latest;
      if (known == null || known.tokenCounter() != agent.tokenCounter().current()) {
        known = RunConfig.of(agent, run);
        latest = known;
      }
      return known;
    }
  }

  RunPlanner(Schema<I> input, OutputSpec<O> output, AgentSettings settings) {
    this(
        input,
        output,
        settings,
        new ConfigMemo(),
        new TokenMemo(),
        new FingerprintMemo(),
        new FormatMemo());
  }

  /**
   * Returns a prepared run; blocks while runs of the conversation must not overlap and another one
   * is in progress.
   *
   * @param value the input; null to continue the last turn of the conversation
   * @throws InvalidInputException if the input violates its constraints
   * @throws IllegalArgumentException if there is neither an input nor a turn to continue
   */
  PlannedRun<O> plan(@Nullable I value, RunOptions options) {
    long start = settings.time().nanoTime();
    RunConfig config = configMemo.resolve(settings, options);
    ChatEntry entry = value == null ? null : encode(value, config.limits().media());
    ChatHistory history = config.history();
    if (history == null) {
      if (entry == null) {
        throw missingInput();
      }
      return prepare(config, PendingTurn.standalone(entry), start, 0);
    }
    long waitStart = config.time().nanoTime();
    Lease lease = history.acquire(config.deadline(), config.time());
    long waitNanos = config.time().nanoTime() - waitStart;
    try {
      Snapshot snapshot = history.snapshot();
      if (entry == null && snapshot.lastTurn().isEmpty()) {
        throw missingInput();
      }
      return prepare(config, new PendingTurn(history, snapshot, entry, lease), start, waitNanos);
    } catch (RuntimeException | Error e) {
      lease.close();
      throw e;
    }
  }

  private PlannedRun<O> prepare(RunConfig settled, PendingTurn turn, long start, long waitNanos) {
    Model model = settled.model();
    ModelCapabilities capabilities = model.capabilities();
    OutputFormat format =
        formatMemo.format(
            capabilities, settled.mode(), () -> output.format(capabilities, settled.mode()));
    RunConfig config = OutputBudget.apply(settled, format, turn);
    SystemPrompt.Rendered prompt = settings.systemPrompt().render(config.deadline());
    for (SystemPrompt.OmittedContext omitted : prompt.omitted()) {
      RunEvents.contextOmitted(config, omitted);
    }
    var messages = RequestMessages.of(prompt, model);
    ContextSelection context = ContextTrimmer.select(config, messages, format, turn, memo);
    if (!context.trimmedTurns().isEmpty()) {
      RunEvents.contextTrimmed(config, context.trimmedTurns());
    }
    List<ChatEntry> entries = context.entries();
    var request =
        new ModelRequest(
            model.name(),
            model.rules(),
            new MediaAdmission(config, input.name()).admit(messages.with(entries)),
            format,
            List.of(),
            config.sampling(),
            false);
    long planningNanos = config.time().nanoTime() - start - waitNanos;
    return new PlannedRun<>(
        new RunPlan<>(
            config,
            input,
            output,
            turn,
            entries,
            prompt,
            OutputBudget.clamp(request, config, entries),
            fingerprintMemo,
            planningNanos,
            waitNanos));
  }

  private ChatEntry encode(I value, MediaPolicy media) {
    List<Violation> violations = input.validate(value);
    if (!violations.isEmpty()) {
      throw InvalidInputException.of(settings.name(), input.name(), violations);
    }
    List<Content> parts = CompiledSchema.of(input).parts(value, media.labels());
    return ChatEntry.of(value, new Message(Role.USER, parts));
  }

  private IllegalArgumentException missingInput() {
    return new IllegalArgumentException(
        "Agent '%s' was run without input and without a history.\nPass an input, or a history that has a turn."
            .formatted(settings.name()));
  }
}
