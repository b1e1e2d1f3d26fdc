package org.atomicagents;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.atomicagents.chat.Entry;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.model.CallContext;
import org.atomicagents.model.Content;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Message;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.Phase;
import org.atomicagents.model.Role;
import org.atomicagents.model.Sampling;
import org.atomicagents.model.Timings;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * All that is settled before a run starts.
 *
 * @param promptNanos how long the preparation took, in nanoseconds
 * @param queueNanos how long it waited for the conversation besides, in nanoseconds
 */
record RunPlan<O>(
    AgentSettings settings,
    RunOptions options,
    Schema<?> input,
    OutputSpec<O> output,
    PendingTurn conversation,
    SystemPrompt.Rendered prompt,
    ModelRequest request,
    Deadline deadline,
    long promptNanos,
    long queueNanos) {

  Model model() {
    return settings.model(options);
  }

  OutputFormat format() {
    return Objects.requireNonNull(request.output(), "output");
  }

  Listeners listeners() {
    return settings.listeners(options);
  }

  ReAskScope reAsk() {
    return settings.reAsk(options);
  }

  /**
   * The parameters of one more try after an answer was cut; null if it would be cut again, or isn't
   * wanted.
   */
  @Nullable Sampling largerThan(Sampling cut) {
    Integer larger = settings.limits(options).maxTokensIfCut();
    Integer limit = cut.maxTokens();
    return larger == null || (limit != null && limit >= larger) ? null : cut.withMaxTokens(larger);
  }

  int maxAttempts() {
    return settings.limits(options).maxAttempts();
  }

  CallContext newCall() {
    var timings =
        new Timings.Recorder(
            settings.time(), settings.time().nanoTime() - promptNanos - queueNanos);
    timings.add(Phase.PROMPT, promptNanos);
    timings.add(Phase.QUEUE, queueNanos);
    return new CallContext(
        settings.name(),
        deadline,
        settings.budget(options),
        settings.limits(options).maxRequests(),
        listeners(),
        timings);
  }

  void commit(O value, List<Content> opaque) {
    conversation.commit(() -> {
      var parts = new ArrayList<Content>(opaque);
      parts.add(new Content.Text(output.schema().encode(value)));
      return Entry.of(value, new Message(Role.ASSISTANT, parts));
    });
  }
}
