package org.atomicagents.internal.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.internal.request.FingerprintMemo;
import org.atomicagents.message.Content;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.model.ModelCapabilities;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.RunContext;
import org.atomicagents.schema.Schema;
import org.atomicagents.time.Phase;
import org.atomicagents.time.Timings;

/**
 * The plan of a run: its settings, its types, its turn and its first request. Immutable.
 *
 * @param entries the entries of the conversation that the first request contains
 * @param memo the hash that the fingerprints of most runs of the agent have in common
 * @param promptNanos how long planning took, in nanoseconds
 * @param queueNanos how long planning waited for the conversation, in nanoseconds
 */
public record RunPlan<O>(
    RunConfig config,
    Schema<?> input,
    OutputSpec<O> output,
    PendingTurn turn,
    List<ChatEntry> entries,
    SystemPrompt.Rendered prompt,
    ModelRequest request,
    FingerprintMemo memo,
    long promptNanos,
    long queueNanos) {

  private OutputFormat format(ModelCapabilities capabilities) {
    ResponseMode chosen = config.mode();
    return output.format(
        capabilities, chosen != null && capabilities.modes().contains(chosen) ? chosen : null);
  }

  /** Returns the format in which the request asks for the output. */
  OutputFormat format() {
    return Objects.requireNonNull(request.output(), "output");
  }

  /** Returns the plan of a run with the same request, without a conversation and a deadline. */
  public RunPlan<O> detached() {
    return new RunPlan<>(
        config.detached(),
        input,
        output,
        turn.detached(),
        entries,
        prompt,
        request,
        memo,
        promptNanos,
        0);
  }

  /** Returns the context of a new run of this plan. */
  RunContext newContext() {
    var timings =
        new Timings.Recorder(config.time(), config.time().nanoTime() - promptNanos - queueNanos);
    timings.add(Phase.PROMPT, promptNanos);
    timings.add(Phase.QUEUE, queueNanos);
    return new RunContext(
        config.agent(),
        config.deadline(),
        config.budget(),
        config.limits().maxRequests(),
        config.listeners(),
        timings,
        this::format,
        config.sideEffects());
  }

  /**
   * Commits the turn.
   *
   * @param opaque the opaque parts of the response, to be replayed to the provider
   */
  public void commit(O value, List<Content> opaque) {
    turn.commit(() -> {
      var parts = new ArrayList<Content>(opaque);
      parts.add(new Content.Text(output.schema().encode(value)));
      return ChatEntry.of(value, new Message(Role.ASSISTANT, parts));
    });
  }
}
