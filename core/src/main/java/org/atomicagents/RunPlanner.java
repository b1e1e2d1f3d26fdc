package org.atomicagents;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ChatHistory.Snapshot;
import org.atomicagents.chat.ChatHistory.Visit;
import org.atomicagents.chat.Entry;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Message;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.Violation;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;

/** From an input to a request: one run's preparation. */
final class RunPlanner<I, O> {
  private final Schema<I> input;
  private final OutputSpec<O> output;
  private final AgentSettings settings;
  private final RunOptions options;

  RunPlanner(Schema<I> input, OutputSpec<O> output, AgentSettings settings, RunOptions options) {
    this.input = input;
    this.output = output;
    this.settings = settings;
    this.options = options;
  }

  Prepared<O> prepare(@Nullable I value) {
    long start = settings.time().nanoTime();
    Deadline deadline = settings.deadline(options);
    Entry asked = value == null ? null : encode(value);
    ChatHistory history = settings.history(options);
    if (history == null) {
      requireSomething(asked, Snapshot.EMPTY);
      return prepared(new PendingTurn(null, Snapshot.EMPTY, asked, () -> {}), deadline, start, 0);
    }
    long waitStart = settings.time().nanoTime();
    Visit visit = history.enter(deadline);
    long waited = settings.time().nanoTime() - waitStart;
    try {
      Snapshot snapshot = history.snapshot();
      requireSomething(asked, snapshot);
      return prepared(new PendingTurn(history, snapshot, asked, visit), deadline, start, waited);
    } catch (RuntimeException | Error e) {
      visit.close();
      throw e;
    }
  }

  private Prepared<O> prepared(
      PendingTurn conversation, Deadline deadline, long start, long waited) {
    SystemPrompt.Rendered prompt = settings.systemPrompt().render();
    ModelRequest request = request(prompt.text(), conversation);
    long took = settings.time().nanoTime() - start - waited;
    return new PlannedRun<>(
        new RunPlan<>(
            settings,
            options,
            input,
            output,
            conversation,
            prompt,
            request,
            deadline,
            took,
            waited));
  }

  private ModelRequest request(String prompt, PendingTurn conversation) {
    var messages = new ArrayList<Message>(conversation.before().entries().size() + 2);
    if (!prompt.isEmpty()) {
      messages.add(Message.system(prompt));
    }
    conversation.said().forEach(entry -> messages.add(entry.message()));
    Model model = settings.model(options);
    return new ModelRequest(
        model.name(),
        model.rules(),
        messages,
        output.format(model.facts(), settings.chosenMode(options)),
        List.of(),
        settings.sampling(options),
        false);
  }

  private Entry encode(I value) {
    List<Violation> violations = input.validate(value);
    if (!violations.isEmpty()) {
      throw new IllegalArgumentException(
          "Agent '%s' can't take this %s:\n%s"
              .formatted(settings.name(), input.name(), Violation.lines(violations)));
    }
    return Entry.of(value, Message.user(input.encode(value)));
  }

  private void requireSomething(@Nullable Entry asked, Snapshot before) {
    if (asked == null && before.lastTurn().isEmpty()) {
      throw new IllegalArgumentException(
          "Agent '%s' has nothing to go on with: there is no input, and no turn in a history.\nGive it an input."
              .formatted(settings.name()));
    }
  }
}
