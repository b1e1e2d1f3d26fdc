package org.atomicagents.internal.telemetry.otel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.atomicagents.message.Content;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Media;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.telemetry.TelemetryOptions;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages in the JSON form of the semantic conventions: redacted, and within the maximum
 * length, so that the JSON stays valid. Immutable.
 *
 * <p>The newest messages take precedence; the oldest ones are omitted. The data of media is never
 * written.
 */
final class ContentWriter {
  private static final int MIN_MESSAGE_LENGTH = 64;

  private final TelemetryOptions options;

  ContentWriter(TelemetryOptions options) {
    this.options = options;
  }

  /** Returns a redacted text of at most the maximum length; null if it cannot be redacted. */
  @Nullable String text(String text) {
    String redacted = redacted(text);
    return redacted == null ? null : shortened(redacted);
  }

  /** Returns at most the maximum length of a text that the provider chose, such as an id. */
  String shortened(String text) {
    if (text.length() <= options.maxAttributeLength()) {
      return text;
    }
    int end = options.maxAttributeLength() - 1;
    if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + "…";
  }

  /** Returns the system prompt as a list of parts; null if there is none. */
  @Nullable String instructions(List<Message> messages) {
    var parts = new ArrayList<Content>();
    for (Message message : messages) {
      if (message.role() == Role.SYSTEM) {
        parts.addAll(message.parts());
      }
    }
    if (parts.isEmpty()) {
      return null;
    }
    var json = new JsonText(options.maxAttributeLength());
    writeParts(json, parts);
    return json.toString();
  }

  /** Returns all messages but the system prompt. */
  String input(List<Message> messages) {
    var newestFirst = new ArrayList<String>();
    int remaining = options.maxAttributeLength() - 2;
    for (Message message : messages.reversed()) {
      if (remaining < MIN_MESSAGE_LENGTH) {
        break;
      }
      if (message.role() != Role.SYSTEM) {
        String json = message(message.role(), message.parts(), null, remaining - 1);
        newestFirst.add(json);
        remaining -= json.length() + 1;
      }
    }
    return "[" + String.join(",", newestFirst.reversed()) + "]";
  }

  /** Returns the response as a list of one message. */
  String output(String text, String reasoning, List<Content> calls, @Nullable FinishReason reason) {
    var parts = new ArrayList<Content>();
    if (!text.isEmpty()) {
      parts.add(new Content.Text(text));
    }
    parts.addAll(calls);
    String finish = finishReason(reason);
    return "["
        + message(Role.ASSISTANT, parts, reasoning, finish, options.maxAttributeLength() - 2)
        + "]";
  }

  /** Returns the name of a finish reason; {@code error} if there is none. */
  static String finishReason(@Nullable FinishReason reason) {
    return reason == null ? "error" : reason.name().toLowerCase(Locale.ROOT);
  }

  private String message(Role role, List<Content> parts, @Nullable String finish, int max) {
    return message(role, parts, "", finish, max);
  }

  private String message(
      Role role, List<Content> parts, String reasoning, @Nullable String finish, int max) {
    var json = new JsonText(max);
    json.raw("{\"role\":\"" + role.name().toLowerCase(Locale.ROOT) + "\"");
    if (finish != null) {
      json.raw(",\"finish_reason\":\"" + finish + "\"");
    }
    json.raw(",\"parts\":");
    json.reserve(1);
    writeParts(json, parts, reasoning);
    json.release(1);
    json.raw("}");
    return json.toString();
  }

  private void writeParts(JsonText json, List<Content> parts) {
    writeParts(json, parts, "");
  }

  private void writeParts(JsonText json, List<Content> parts, String reasoning) {
    json.raw("[");
    json.reserve(1);
    boolean isFirst = true;
    if (!reasoning.isEmpty()) {
      isFirst = !part(json, true, "{\"type\":\"reasoning\",\"content\":", reasoning, "}");
    }
    for (Content part : parts) {
      isFirst = !write(json, isFirst, part) && isFirst;
    }
    json.release(1);
    json.raw("]");
  }

  private boolean write(JsonText json, boolean isFirst, Content part) {
    return switch (part) {
      case Content.Text text ->
          part(json, isFirst, "{\"type\":\"text\",\"content\":", text.text(), "}");
      case Content.ToolCall call ->
          part(
              json,
              isFirst,
              "{\"type\":\"tool_call\",\"id\":"
                  + JsonText.quoted(call.id())
                  + ",\"name\":"
                  + JsonText.quoted(call.name())
                  + ",\"arguments\":",
              call.arguments(),
              "}");
      case Content.ToolResult result ->
          part(
              json,
              isFirst,
              "{\"type\":\"tool_call_response\",\"id\":"
                  + JsonText.quoted(result.callId())
                  + ",\"response\":",
              result.text(),
              "}");
      case Media media ->
          part(
              json,
              isFirst,
              "{\"type\":\"media\",\"modality\":"
                  + JsonText.quoted(media.kind().name().toLowerCase(Locale.ROOT))
                  + ",\"mime_type\":",
              media.mediaType(),
              "}");
      default -> false;
    };
  }

  /** Writes a part with as much of its text as there is room for; returns whether it did. */
  private boolean part(JsonText json, boolean isFirst, String before, String text, String after) {
    String redacted = redacted(text);
    String head = (isFirst ? "" : ",") + before;
    if (redacted == null || json.remaining() < head.length() + after.length() + 3) {
      return false;
    }
    json.raw(head);
    json.text(redacted, json.remaining() - after.length());
    json.raw(after);
    return true;
  }

  private @Nullable String redacted(String text) {
    try {
      return options.redaction().apply(text);
    } catch (RuntimeException | Error e) {
      // A text that cannot be redacted is not exported. Regular expressions may overflow the stack.
      return null;
    }
  }
}
