package org.atomicagents.message;

import java.util.Objects;

/**
 * One part of a message.
 *
 * <p>Immutable. {@code toString()} returns sizes instead of texts, so that a logged message reveals
 * nothing of a conversation. Kinds are added in minor releases: a {@code switch} over them needs a
 * default.
 */
public sealed interface Content
    permits Content.Text, Content.ToolCall, Content.ToolResult, Content.Opaque, Media {

  /** Plain text; typed values travel as the text of their compact JSON. */
  record Text(String text) implements Content {
    public Text {
      Objects.requireNonNull(text, "text");
    }

    @Override
    public String toString() {
      return "Text[" + text.length() + " characters]";
    }
  }

  /**
   * A tool that the model wants called.
   *
   * @param id the provider's id of the call, which the result repeats
   * @param arguments the text of a JSON object, as the model wrote it, possibly malformed
   */
  record ToolCall(String id, String name, String arguments) implements Content {
    public ToolCall {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(arguments, "arguments");
    }

    @Override
    public String toString() {
      return "ToolCall[" + id + ", " + name + ", " + arguments.length() + " characters]";
    }
  }

  /** What a called tool gave back; {@code callId} is the id of the call that it answers. */
  record ToolResult(String callId, String name, String text) implements Content {
    public ToolResult {
      Objects.requireNonNull(callId, "callId");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(text, "text");
    }

    @Override
    public String toString() {
      return "ToolResult[" + callId + ", " + name + ", " + text.length() + " characters]";
    }
  }

  /**
   * Something that only its provider understands, such as an encrypted chain of thought.
   *
   * <p>Replayed to the same provider as it came, left out for others.
   *
   * @param provider the name of the provider that sent it
   * @param json the text of one JSON value
   */
  record Opaque(String provider, String json) implements Content {
    public Opaque {
      Objects.requireNonNull(provider, "provider");
      Objects.requireNonNull(json, "json");
    }

    @Override
    public String toString() {
      return "Opaque[" + provider + ", " + json.length() + " characters]";
    }
  }
}
