package org.atomicagents.internal.run;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.internal.request.PlainInput;
import org.atomicagents.message.Content;
import org.atomicagents.message.Message;
import org.atomicagents.model.Model;

/**
 * The messages of a run's first request: the system message and the entries of the conversation.
 *
 * @param model the model that the messages are sent to
 */
public record RequestMessages(SystemPrompt.Rendered prompt, Model model) {

  /** Returns the messages for a model. */
  public static RequestMessages of(SystemPrompt.Rendered prompt, Model model) {
    return new RequestMessages(prompt, model);
  }

  /** Returns the messages of a request with some entries. */
  public List<Message> with(List<ChatEntry> entries) {
    if (entries.size() == 1 && !prompt.text().isEmpty()) {
      // The most frequent request: no list is copied.
      return ToolResultMessages.place(List.of(prompt.message(), message(entries.getFirst())));
    }
    var messages = new ArrayList<Message>(entries.size() + 1);
    if (!prompt.text().isEmpty()) {
      messages.add(prompt.message());
    }
    for (ChatEntry entry : entries) {
      messages.add(message(entry));
    }
    return ToolResultMessages.place(messages);
  }

  private Message message(ChatEntry entry) {
    boolean isPlain = model.capabilities().prompt().plainInput();
    return own(isPlain ? PlainInput.of(entry) : entry.message());
  }

  /** Returns a message without the opaque parts of other models. */
  private Message own(Message message) {
    for (Content part : message.parts()) {
      if (!isOwn(part)) {
        return new Message(message.role(), message.parts().stream().filter(this::isOwn).toList());
      }
    }
    return message;
  }

  private boolean isOwn(Content part) {
    return !(part instanceof Content.Opaque opaque)
        || opaque.isFor(model.client().provider(), model.name());
  }
}
