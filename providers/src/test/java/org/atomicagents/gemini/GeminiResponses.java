package org.atomicagents.gemini;

import java.util.List;
import org.atomicagents.internal.http.LoopbackServer;
import org.atomicagents.internal.provider.CollectedResponse;
import org.atomicagents.message.Message;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;

/** Texts of responses of the Gemini API, and calls that read them. */
final class GeminiResponses {
  static final String NEWEST = "gemini-3.8-flash";
  static final String JSON = "application/json";
  static final String SSE = "text/event-stream";
  static final String HELLO = event("{\"text\":\"Hel\"},{\"text\":\"lo\"}", "");

  private GeminiResponses() {}

  static String event(String parts, String reason) {
    return "data: " + response(parts, reason) + "\n\n";
  }

  static String response(String parts, String reason) {
    return response(parts, reason, "\"modelVersion\":\"m\",\"responseId\":\"r\"");
  }

  static String response(String parts, String reason, String fields) {
    return "{\"candidates\":[{\"content\":{\"parts\":["
        + parts
        + "],\"role\":\"model\"}"
        + (reason.isEmpty() ? "" : ",\"finishReason\":\"" + reason + "\"")
        + "}],"
        + fields
        + "}";
  }

  static String error(int code, String status, String message, String details) {
    return "{\"error\":{\"code\":%d,\"message\":\"%s\",\"status\":\"%s\",\"details\":[%s]}}"
        .formatted(code, message, status, details);
  }

  static boolean isStream(LoopbackServer.Received request) {
    return request.path().contains("stream");
  }

  static ModelExchange open(Model model, boolean isStream) {
    var request = ModelRequest.of(model.name(), List.of(Message.user("Hi"))).withStream(isStream);
    return model.client().open(request, RunContext.standalone());
  }

  static String text(Model model, boolean isStream) {
    try (ModelExchange exchange = open(model, isStream)) {
      return CollectedResponse.of(exchange).text();
    }
  }
}
