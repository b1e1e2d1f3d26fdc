package org.atomicagents.message;

import java.util.List;
import java.util.Objects;

/**
 * One message of a conversation, in the form that is sent to providers.
 *
 * <p>Immutable. The parts keep their order. {@code toString()} returns sizes instead of texts, so
 * that a logged message reveals nothing of a conversation.
 */
public record Message(Role role, List<Content> parts) {

  public Message {
    Objects.requireNonNull(role, "role");
    parts = List.copyOf(parts);
  }

  /** Instructions to the model. */
  public static Message system(String text) {
    return of(Role.SYSTEM, text);
  }

  /** Words of the user. */
  public static Message user(String text) {
    return of(Role.USER, text);
  }

  /** Words of the model. */
  public static Message assistant(String text) {
    return of(Role.ASSISTANT, text);
  }

  /** A message of a single text. */
  public static Message of(Role role, String text) {
    return new Message(role, List.of(new Content.Text(text)));
  }

  /** The result of the tool call {@code callId}. */
  public static Message toolResult(String callId, String name, String text) {
    return new Message(Role.TOOL, List.of(new Content.ToolResult(callId, name, text)));
  }

  /** All text parts, joined without a separator; empty if there is none. */
  public String text() {
    if (parts.size() == 1 && parts.get(0) instanceof Content.Text only) {
      return only.text();
    }
    var text = new StringBuilder();
    for (Content part : parts) {
      if (part instanceof Content.Text said) {
        text.append(said.text());
      }
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return "Message[" + role + ", " + parts + "]";
  }
}
