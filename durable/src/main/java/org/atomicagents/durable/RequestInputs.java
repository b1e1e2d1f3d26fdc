package org.atomicagents.durable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.atomicagents.internal.request.RequestHash;
import org.atomicagents.message.Content;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ParameterRules;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;

/**
 * The hashes of a request, part by part, without what differs between executions of one program:
 * volatile content of the system prompt, the random ids of tool calls, the response mode, which
 * depends on earlier refusals, and whether the response is streamed.
 */
final class RequestInputs {
  private static final int HASH_LENGTH = 16;

  private RequestInputs() {}

  static StepInput of(ModelRequest request, String client) {
    StepInput input =
        StepInput.none()
            .with("client", client)
            .with("model", request.model())
            .with("parameters", hash(request.withMessages(List.of()).withOutput(null)));
    OutputFormat output = request.output();
    if (output != null) {
      OutputFormat shape =
          output.withMode(ResponseMode.JSON_SCHEMA).withFallbacks(List.of()).withStrictSchema(null);
      input = input.with("output " + output.name(), hash(empty().withOutput(shape)));
    }
    int number = 0;
    for (Message message : stable(request.messages())) {
      number++;
      String name = "message " + number + " (" + message.role().name().toLowerCase(Locale.ROOT);
      input = input.with(name + ")", hash(empty().withMessages(List.of(message))));
    }
    return input;
  }

  private static ModelRequest empty() {
    return new ModelRequest(
        "", ParameterRules.STANDARD, List.of(), null, List.of(), Sampling.defaults(), false);
  }

  private static String hash(ModelRequest part) {
    return RequestHash.of(part.withStream(false), "").substring(0, HASH_LENGTH);
  }

  private static List<Message> stable(List<Message> messages) {
    Map<String, String> ids = new HashMap<>();
    var stable = new ArrayList<Message>(messages.size());
    for (Message message : messages) {
      var parts = new ArrayList<Content>(message.parts().size());
      for (Content part : message.parts()) {
        if (part instanceof Content.CacheBoundary && message.role() == Role.SYSTEM) {
          break; // the next part is volatile, see SystemPrompt.Rendered
        }
        parts.add(numbered(part, ids));
      }
      stable.add(new Message(message.role(), parts));
    }
    return stable;
  }

  /** Returns a part with a number in place of the id of a call. */
  private static Content numbered(Content part, Map<String, String> ids) {
    return switch (part) {
      case Content.ToolCall call ->
          new Content.ToolCall(number(call.id(), ids), call.name(), call.arguments());
      case Content.ToolResult result ->
          new Content.ToolResult(number(result.callId(), ids), result.name(), result.text());
      default -> part;
    };
  }

  private static String number(String id, Map<String, String> ids) {
    return ids.computeIfAbsent(id, added -> "call-" + ids.size());
  }
}
