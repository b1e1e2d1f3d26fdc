package org.atomicagents.message;

import java.util.List;
import java.util.Objects;

/**
 * One message of a conversation, in the form that is sent to providers.
 *
 * <p>Immutable. {@code toString()} returns sizes instead of texts, so that logged messages do not
 * reveal the conversation.
 *
 * @param role the author of the message
 * @param parts the content, in order
 */
public record Message(Role role, List<Content> parts) {

  public Message {
    Objects.requireNonNull(role, "role");
    parts = List.copyOf(parts);
  }

  /** Returns a message with instructions to the model. */
  public static Message system(String text) {
    return of(Role.SYSTEM, text);
  }

  /** Returns a message of the user. */
  public static Message user(String text) {
    return of(Role.USER, text);
  }

  /** Returns a message of the model. */
  public static Message assistant(String text) {
    return of(Role.ASSISTANT, text);
  }

  /** Returns a message with a single text. */
  public static Message of(Role role, String text) {
    return new Message(role, List.of(new Content.Text(text)));
  }

  /**
   * Returns a message with the result of a tool call.
   *
   * @param callId the id of the call
   * @param name the name of the tool
   * @param text the result, usually JSON
   */
  public static Message toolResult(String callId, String name, String text) {
    return new Message(Role.TOOL, List.of(new Content.ToolResult(callId, name, text)));
  }

  /** Returns all text parts, joined without a separator; empty if there are none. */
  public String text() {
    if (parts.size() == 1 && parts.get(0) instanceof Content.Text single) {
      return single.text();
    }
    var text = new StringBuilder();
    for (Content part : parts) {
      if (part instanceof Content.Text textPart) {
        text.append(textPart.text());
      }
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return "Message[" + role + ", " + parts + "]";
  }
}
