package org.atomicagents;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.model.Content;
import org.atomicagents.model.Message;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.Role;
import org.atomicagents.model.Violation;
import org.jspecify.annotations.Nullable;

/**
 * How a model whose answer was not valid is asked again, in the form in which it had answered.
 *
 * <p>Each time it is the run's first request with what was said last, so that it doesn't grow.
 * Confined to the run's thread.
 */
final class ReAskRequests<O> {
  private final RunPlan<O> plan;
  private boolean partsTried;
  private @Nullable InvalidParts<O> parts;
  private @Nullable ResponseAccumulator whole;
  private @Nullable ValidationResult<O> verdict;

  ReAskRequests(RunPlan<O> plan, boolean streaming) {
    this.plan = plan;
    this.partsTried = streaming || plan.reAsk() != ReAskScope.PART;
  }

  /** The parts that are being asked for; null if it is the whole. */
  @Nullable InvalidParts<O> parts() {
    return parts;
  }

  /** The request to ask again with. */
  ModelRequest request(ResponseAccumulator answer, ValidationResult<O> wrong) {
    // What only was to be a part of an answer is not shown as one.
    if (whole == null || parts == null) {
      whole = answer;
    }
    if (verdict == null || wrong.form() != ValidationResult.Form.PARTS) {
      verdict = wrong;
    }
    parts = partsTried ? null : InvalidParts.of(plan.output().schema(), verdict);
    partsTried |= parts != null;
    return parts == null ? request(whole, verdict, plan.request()) : request(whole, parts);
  }

  private ModelRequest request(ResponseAccumulator answer, InvalidParts<O> wrong) {
    String json = wrong.json();
    var format = wrong.format(plan.format());
    var said =
        answer.toolCalls().stream()
            .<Content>map(call -> new Content.ToolCall(call.id(), format.name(), json))
            .limit(1)
            .toList();
    Message asked =
        new Message(Role.ASSISTANT, said.isEmpty() ? List.of(new Content.Text(json)) : said);
    return plan.request().withOutput(format).plusMessages(replied(asked, wrong.told()));
  }

  private ModelRequest request(ResponseAccumulator answer, ValidationResult<O> wrong, ModelRequest first) {
    String told =
        "This is not a valid answer:\n"
            + Violation.lines(wrong.violations())
            + (wrong.form() == ValidationResult.Form.NO_CALL
                ? "\nCall the function '" + plan.format().name() + "' once, with the whole answer."
                : "\nAnswer again, whole, with these errors mended.");
    return first.plusMessages(replied(said(answer, wrong), told));
  }

  /** The answer as it was said, or as it was put together from parts. */
  private Message said(ResponseAccumulator answer, ValidationResult<O> wrong) {
    String name = plan.format().name();
    boolean asSaid = wrong.said().equals(answer.json(name));
    var said = new ArrayList<>(answer.opaque());
    if (!answer.text().isEmpty()) {
      boolean isJson = answer.calls(name) == 0 && !asSaid;
      said.add(new Content.Text(isJson ? wrong.said() : answer.text()));
    }
    for (Content.ToolCall call : answer.toolCalls()) {
      boolean isJson = call.name().equals(name) && !asSaid;
      said.add(isJson ? new Content.ToolCall(call.id(), name, wrong.said()) : call);
    }
    return new Message(Role.ASSISTANT, said);
  }

  private static List<Message> replied(Message said, String told) {
    var messages = new ArrayList<Message>();
    messages.add(said);
    for (Content part : said.parts()) {
      if (part instanceof Content.ToolCall call) {
        messages.add(Message.toolResult(call.id(), call.name(), told));
      }
    }
    if (messages.size() == 1) {
      messages.add(Message.user(told));
    }
    return messages;
  }
}
