package org.atomicagents.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.atomicagents.testing.internal.generate.ReferenceValidator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A minimal HTTP client of the chat completions API. */
final class ChatHttpClient {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private ChatHttpClient() {}

  static ObjectNode request(String userMessage) {
    ObjectNode request = JsonNodeFactory.instance.objectNode().put("model", "gpt-5-mini");
    request.putArray("messages").addObject().put("role", "user").put("content", userMessage);
    return request;
  }

  static ObjectNode withSchema(JsonNode schema) {
    ObjectNode request = request("Why is the sky blue?");
    ObjectNode format = request.putObject("response_format").put("type", "json_schema");
    format.putObject("json_schema").put("name", "answer").put("strict", true).set("schema", schema);
    return request;
  }

  static ObjectNode withTool(JsonNode schema) {
    ObjectNode request = request("Why is the sky blue?");
    ObjectNode tool = request.putArray("tools").addObject().put("type", "function");
    tool.putObject("function").put("name", "answer").set("parameters", schema);
    ObjectNode choice = request.putObject("tool_choice").put("type", "function");
    choice.putObject("function").put("name", "answer");
    return request;
  }

  static ObjectNode withSchemaInPrompt(JsonNode schema) {
    ObjectNode request = request("{\"chat_message\":\"Why is the sky blue?\"}");
    String instructions =
        "Use {braces} and {\"a\":1}. Answer with JSON that fits:\n" + schema + "\nOnly that.";
    ObjectNode system = JsonNodeFactory.instance.objectNode().put("role", "system");
    request.withArray("messages").insert(0, system.put("content", instructions));
    return request;
  }

  static HttpResponse<String> send(SimulatedProvider provider, JsonNode body, String... headers)
      throws IOException, InterruptedException {
    return send(provider, "/chat/completions", body.toString(), headers);
  }

  static HttpResponse<String> send(
      SimulatedProvider provider, String path, String body, String... headers)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(provider.baseUrl() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    request.POST(HttpRequest.BodyPublishers.ofString(body));
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  static HttpResponse<String> get(SimulatedProvider provider, String path)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(provider.baseUrl() + path)).build();
    return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** Sends a request without streaming and returns the response. */
  static JsonNode complete(SimulatedProvider provider, JsonNode request) throws Exception {
    HttpResponse<String> response = send(provider, request);
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + " " + response.body());
    }
    return ReferenceValidator.read(response.body());
  }

  /** Sends a request with streaming and returns the chunks, including usage. */
  static List<JsonNode> streamed(SimulatedProvider provider, ObjectNode request) throws Exception {
    ObjectNode streamed = request.deepCopy().put("stream", true);
    streamed.putObject("stream_options").put("include_usage", true);
    return chunks(send(provider, streamed).body());
  }

  static List<JsonNode> chunks(String body) {
    var chunks = new ArrayList<JsonNode>();
    List<String> events = Pattern.compile("\n\n").splitAsStream(body).toList();
    for (String event : events.subList(0, events.size() - 1)) {
      chunks.add(ReferenceValidator.read(event.substring("data: ".length())));
    }
    if (!events.getLast().equals("data: [DONE]")) {
      throw new AssertionError("The stream has no end: " + body);
    }
    return chunks;
  }

  static String content(JsonNode response) {
    return content(response.at("/choices/0/message"), "");
  }

  static String content(List<JsonNode> chunks) {
    var content = new StringBuilder();
    for (JsonNode chunk : chunks) {
      content.append(content(chunk.at("/choices/0/delta"), ""));
    }
    return content.toString();
  }

  private static String content(JsonNode message, String fallback) {
    JsonNode call = message.at("/tool_calls/0/function/arguments");
    return call.isString() ? call.stringValue() : message.path("content").asString(fallback);
  }
}
