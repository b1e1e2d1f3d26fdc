package org.atomicagents.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.message.Content;
import org.atomicagents.message.Media;
import org.atomicagents.message.Message;

/**
 * A converter of messages to those of LangChain4j; each tool result becomes a separate message.
 *
 * <p>Empty messages are left out, since LangChain4j rejects them. Not thread-safe.
 */
final class MessageConverter {
  private final String provider;
  private final String model;
  private final MediaConverter media;
  private int messages;

  MessageConverter(String provider, String model) {
    this.provider = provider;
    this.model = model;
    this.media = new MediaConverter(model);
  }

  List<ChatMessage> convert(List<Message> all) {
    var converted = new ArrayList<ChatMessage>(all.size());
    for (Message message : all) {
      messages++;
      addToolResults(message, converted);
      switch (message.role()) {
        case SYSTEM -> addSystem(message, converted);
        case ASSISTANT -> addAssistant(message, converted);
        // Text of a tool without a call has the authority of the user, not that of the system.
        case USER, TOOL -> addUser(message, converted);
      }
    }
    return converted;
  }

  private static void addToolResults(Message message, List<ChatMessage> converted) {
    for (Content part : message.parts()) {
      if (part instanceof Content.ToolResult result) {
        converted.add(
            ToolExecutionResultMessage.from(result.callId(), result.name(), result.text()));
      }
    }
  }

  private void addSystem(Message message, List<ChatMessage> converted) {
    rejectMedia(message);
    String text = message.text();
    if (!text.isBlank()) {
      converted.add(SystemMessage.from(text));
    }
  }

  private void addAssistant(Message message, List<ChatMessage> converted) {
    rejectMedia(message);
    var calls = new ArrayList<ToolExecutionRequest>();
    var builder = AiMessage.builder();
    boolean isReplayed = false;
    for (Content part : message.parts()) {
      switch (part) {
        case Content.ToolCall call ->
            calls.add(
                ToolExecutionRequest.builder()
                    .id(call.id())
                    .name(call.name())
                    .arguments(call.arguments())
                    .build());
        case Content.Opaque opaque when opaque.isFor(provider, model) ->
            isReplayed |= ReplayedThinking.restore(opaque.json(), builder);
        default -> {}
      }
    }
    String text = message.text();
    if (text.isEmpty() && calls.isEmpty() && !isReplayed) {
      return;
    }
    if (!text.isEmpty()) {
      builder.text(text);
    }
    converted.add(builder.toolExecutionRequests(calls).build());
  }

  private void addUser(Message message, List<ChatMessage> converted) {
    var contents = new ArrayList<dev.langchain4j.data.message.Content>();
    for (int i = 0; i < message.parts().size(); i++) {
      switch (message.parts().get(i)) {
        case Content.Text text when !text.text().isEmpty() ->
            contents.add(TextContent.from(text.text()));
        case Media file -> contents.add(media.convert(file, place(i)));
        default -> {}
      }
    }
    if (!contents.isEmpty()) {
      converted.add(UserMessage.from(contents));
    }
  }

  private void rejectMedia(Message message) {
    for (int i = 0; i < message.parts().size(); i++) {
      if (message.parts().get(i) instanceof Media file) {
        throw ConfigurationException.of(
            "Model '%s' can't be sent %s (%s): LangChain4j has media in messages of the user only.\nMove it to a message of the user."
                .formatted(model, place(i), file.getClass().getSimpleName()));
      }
    }
  }

  private String place(int part) {
    return "part " + (part + 1) + " of message " + messages;
  }
}
