package org.atomicagents.internal.run;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.message.Content;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.message.Violation;
import org.atomicagents.model.ModelRequest;

/**
 * Builds the requests that follow an invalid response, in the form in which the model responded.
 *
 * <p>Every re-ask is the run's first request plus the latest response and its violations, so that
 * requests do not grow with the number of attempts. Immutable.
 */
record ReAskRequests<O>(RunPlan<O> plan) {

  /** Returns the request of the next attempt after an invalid response. */
  AttemptRequest<O> next(
      AttemptRequest<O> sent, ResponseAccumulator response, ValidationResult<O> result) {
    // A response that contains only parts must not be sent back as if it were complete.
    InvalidPartsRequest<O> sentParts = sent.parts();
    ResponseAccumulator complete = sentParts == null ? response : sentParts.response();
    ValidationResult<O> completeResult =
        sentParts != null && result.form() == ResponseForm.PARTS ? sentParts.result() : result;
    InvalidPartsRequest<O> parts =
        sent.mayAskForParts() ? InvalidPartsRequest.of(plan, complete, completeResult) : null;
    ModelRequest request =
        parts == null ? completeRequest(complete, completeResult) : partsRequest(parts);
    return new AttemptRequest<>(
        request.withSampling(sent.request().sampling()).withStream(sent.request().stream()),
        parts,
        sent.mayAskForParts() && parts == null);
  }

  private ModelRequest partsRequest(InvalidPartsRequest<O> parts) {
    String json = parts.json();
    List<Content> content =
        parts.response().toolCalls().stream()
            .<Content>map(call -> new Content.ToolCall(call.id(), parts.name(), json))
            .limit(1)
            .toList();
    var response =
        new Message(Role.ASSISTANT, content.isEmpty() ? List.of(new Content.Text(json)) : content);
    return plan.request()
        .withOutput(parts.format())
        .plusMessages(exchange(response, parts.instructions()));
  }

  private ModelRequest completeRequest(ResponseAccumulator response, ValidationResult<O> result) {
    String instructions =
        "Your response is invalid:\n"
            + Violation.lines(result.violations())
            + (result.form() == ResponseForm.NO_CALL
                ? "\nCall the function '"
                    + plan.format().name()
                    + "' exactly once, with the complete output as its arguments."
                : "\nReturn the complete JSON again with these errors fixed.");
    return plan.request().plusMessages(exchange(message(response, result), instructions));
  }

  /** Returns the response as the model wrote it, or with the JSON that was merged from parts. */
  private Message message(ResponseAccumulator response, ValidationResult<O> result) {
    String function = plan.format().name();
    boolean isMerged = !result.json().equals(response.json(function));
    var parts = new ArrayList<>(response.opaque());
    if (!response.text().isEmpty()) {
      boolean isJson = isMerged && response.countCalls(function) == 0;
      parts.add(new Content.Text(isJson ? result.json() : response.text()));
    }
    for (Content.ToolCall call : response.toolCalls()) {
      boolean isJson = isMerged && call.name().equals(function);
      parts.add(isJson ? new Content.ToolCall(call.id(), function, result.json()) : call);
    }
    return new Message(Role.ASSISTANT, parts);
  }

  /** Returns a response and the instructions, as the result of its calls or as a message. */
  private static List<Message> exchange(Message response, String instructions) {
    var messages = new ArrayList<Message>();
    messages.add(response);
    for (Content part : response.parts()) {
      if (part instanceof Content.ToolCall call) {
        messages.add(Message.toolResult(call.id(), call.name(), instructions));
      }
    }
    if (messages.size() == 1) {
      messages.add(Message.user(instructions));
    }
    return messages;
  }
}
