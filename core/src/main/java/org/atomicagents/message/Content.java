package org.atomicagents.message;

import java.util.Objects;

/**
 * One part of a message.
 *
 * <p>Immutable. {@code toString()} returns sizes instead of texts, so that logged messages do not
 * reveal the conversation. Minor releases may add kinds: a {@code switch} over them needs a
 * default.
 */
public sealed interface Content
    permits Content.Text,
        Content.ToolCall,
        Content.ToolResult,
        Content.Opaque,
        Content.CacheBoundary,
        Media {

  /**
   * Plain text. Typed values are sent as their compact JSON.
   *
   * @param text the text
   */
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
   * A call of a tool, requested by the model.
   *
   * @param id the provider's id of the call, which the result repeats
   * @param name the name of the tool
   * @param arguments the arguments as the text of a JSON object, as the model wrote it, possibly
   *     malformed
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

  /**
   * The result of a tool call.
   *
   * @param callId the id of the call
   * @param name the name of the tool
   * @param text the result, usually JSON
   */
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
   * Content in a format of its provider, such as encrypted reasoning.
   *
   * <p>Sent back unchanged to the same model of the same provider, and omitted for others: a
   * signature of one model is invalid for another.
   *
   * @param provider the name of the provider that sent it
   * @param model the name of the model that sent it; empty if it is valid for all models of the
   *     provider, or if its model is not known
   * @param json the text of one JSON value
   */
  record Opaque(String provider, String model, String json) implements Content {
    public Opaque {
      Objects.requireNonNull(provider, "provider");
      Objects.requireNonNull(model, "model");
      Objects.requireNonNull(json, "json");
    }

    /** Creates content for all models of its provider. */
    public Opaque(String provider, String json) {
      this(provider, "", json);
    }

    /** Returns whether this content is sent back to a model. */
    public boolean isFor(String otherProvider, String otherModel) {
      return provider.equals(otherProvider) && (model.isEmpty() || model.equals(otherModel));
    }

    @Override
    public String toString() {
      return "Opaque[" + provider + ", " + json.length() + " characters]";
    }
  }

  /**
   * The end of the content that later requests repeat: a provider may cache everything before it.
   *
   * <p>Protocols with markers for prompt caches send one here; others ignore this part, and the
   * equal beginning of the requests is enough for providers that cache on their own. A system
   * message without a boundary is repeated as a whole.
   */
  record CacheBoundary() implements Content {}
}
