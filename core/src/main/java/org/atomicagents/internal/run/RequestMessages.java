package org.atomicagents.internal.run;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.message.Message;
import org.atomicagents.model.Model;

/**
 * The messages of a run's first request: the system message and the entries of the conversation.
 *
 * @param isPlain whether inputs are sent as plain text where possible
 */
public record RequestMessages(SystemPrompt.Rendered prompt, boolean isPlain) {

  /** Returns the messages for a model. */
  public static RequestMessages of(SystemPrompt.Rendered prompt, Model model) {
    return new RequestMessages(prompt, model.capabilities().prompt().plainInput());
  }

  /** Returns the messages of a request with some entries. */
  public List<Message> with(List<ChatEntry> entries) {
    var messages = new ArrayList<Message>(entries.size() + 1);
    if (!prompt.text().isEmpty()) {
      messages.add(prompt.message());
    }
    entries.forEach(entry -> messages.add(isPlain ? PlainInput.of(entry) : entry.message()));
    return ToolResultMessages.place(messages);
  }
}
