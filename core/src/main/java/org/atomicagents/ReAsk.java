package org.atomicagents;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.model.Content;
import org.atomicagents.model.Message;
import org.atomicagents.model.Role;
import org.atomicagents.model.Violation;

/** What is said to a model whose answer was not valid, in the form in which it had answered. */
final class ReAsk {
  private ReAsk() {}

  /** The answer, and what is wrong with it; the messages to add to the request. */
  static List<Message> messages(Answer answer, List<Violation> violations) {
    String errors =
        "This is not a valid answer:\n"
            + Violation.lines(violations)
            + "\nAnswer again, whole, with these errors mended.";
    List<Content.ToolCall> calls = answer.toolCalls();
    var said = new ArrayList<Content>(answer.opaque());
    if (!answer.text().isEmpty()) {
      said.add(new Content.Text(answer.text()));
    }
    said.addAll(calls);
    var messages = new ArrayList<Message>();
    messages.add(new Message(Role.ASSISTANT, said));
    if (calls.isEmpty()) {
      messages.add(Message.user(errors));
    } else {
      calls.forEach(call -> messages.add(Message.toolResult(call.id(), call.name(), errors)));
    }
    return messages;
  }
}
