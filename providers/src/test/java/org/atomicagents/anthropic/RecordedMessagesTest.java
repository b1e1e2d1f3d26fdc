package org.atomicagents.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.internal.provider.CollectedResponse;
import org.atomicagents.internal.provider.RecordedProtocolTest;
import org.atomicagents.internal.provider.RecordedResponse;
import org.atomicagents.internal.provider.ResponseParser;
import org.atomicagents.message.Content;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tests of the Messages API with recorded responses of Anthropic, which a server replays.
 *
 * <p>The expected values are computed from the recorded body, independently of the code under test:
 * a stream is first assembled to its message.
 */
class RecordedMessagesTest extends RecordedProtocolTest {
  RecordedMessagesTest() {
    super("anthropic-messages", 50);
  }

  @Override
  protected CollectedResponse send(URI server, ModelRequest request) {
    try (var client = Anthropic.at(server);
        ModelExchange exchange = client.open(request, RunContext.standalone())) {
      return CollectedResponse.of(exchange);
    }
  }

  @Override
  protected ResponseParser reader() {
    return new MessagesReader("requested", Map.of());
  }

  @Override
  protected String model(RecordedResponse recording) {
    return recording.request().path("body").path("model").asString();
  }

  @Override
  protected CollectedResponse expected(RecordedResponse recording) {
    return expected(message(recording));
  }

  @Override
  protected void checkFailure(RecordedResponse recording, Throwable failure) {
    String requestId = MAPPER.readTree(recording.body()).path("request_id").asString();
    assertThat(failure)
        .isInstanceOfSatisfying(
            BadRequestException.class,
            e -> {
              assertThat(e.error().status()).isEqualTo(recording.status());
              assertThat(e.error().message()).isEqualTo(errorMessage(recording));
              assertThat(e.error().requestId()).isEqualTo(requestId);
            });
  }

  /** The reason of the end is complete with its event; later events add nothing. */
  @Override
  protected int incompleteLength(RecordedResponse recording) {
    int end = recording.body().indexOf("\"type\":\"message_delta\"");
    return recording.stream() ? recording.body().lastIndexOf("data:", end) : 0;
  }

  @Test
  void theBlocksOfEachRecordingAreRepeatedUnchanged() throws Exception {
    int repeated = 0;
    for (RecordedResponse recording : recordings()) {
      if (recording.status() == 200) {
        CollectedResponse response = read(recording);
        List<JsonNode> expected = contentWithoutBlankTexts(message(recording));
        assertThat(repeated(response)).as(recording.name()).isEqualTo(expected);
        repeated += expected.size();
      }
    }
    assertThat(repeated).isGreaterThan(100);
  }

  private static CollectedResponse expected(JsonNode message) {
    var text = new StringBuilder();
    var reasoning = new ArrayList<String>();
    var calls = new ArrayList<CollectedResponse.Call>();
    for (JsonNode block : message.path("content")) {
      switch (block.path("type").asString()) {
        case "text" -> text.append(block.path("text").asString());
        case "thinking" -> reasoning.add(block.path("thinking").asString());
        case "tool_use" ->
            calls.add(
                new CollectedResponse.Call(
                    block.path("id").asString(),
                    block.path("name").asString(),
                    block.path("raw_input").asString(block.path("input").toString())));
        default -> {}
      }
    }
    reasoning.removeIf(String::isEmpty);
    String reason = message.path("stop_reason").asString("");
    return new CollectedResponse(
        message.path("id").asString(),
        message.path("model").asString(),
        text.toString(),
        String.join("\n\n", reasoning),
        calls,
        usage(message.path("usage")),
        switch (reason) {
          case "end_turn" -> FinishReason.STOP;
          case "tool_use" -> FinishReason.TOOL_CALLS;
          default -> FinishReason.OTHER;
        },
        reason,
        List.of(),
        List.of(),
        List.of());
  }

  private static Usage usage(JsonNode usage) {
    long read = usage.path("cache_read_input_tokens").asLong(0);
    long written = usage.path("cache_creation_input_tokens").asLong(0);
    return new Usage(
        usage.path("input_tokens").asLong(0) + read + written,
        usage.path("output_tokens").asLong(0),
        read,
        written,
        usage.path("output_tokens_details").path("thinking_tokens").asLong(0),
        0,
        0);
  }

  /** Returns the message of a recording; that of a stream is assembled from its events. */
  private static JsonNode message(RecordedResponse recording) {
    if (!recording.stream()) {
      return MAPPER.readTree(recording.body());
    }
    ObjectNode message = MAPPER.createObjectNode();
    var blocks = new TreeMap<Integer, ObjectNode>();
    for (String body : bodies(recording)) {
      JsonNode event = MAPPER.readTree(body);
      int index = event.path("index").asInt(0);
      switch (event.path("type").asString()) {
        case "message_start" -> message = (ObjectNode) event.path("message").deepCopy();
        case "content_block_start" ->
            blocks.put(index, (ObjectNode) event.path("content_block").deepCopy());
        case "content_block_delta" -> add(blocks.get(index), event.path("delta"));
        case "content_block_stop" -> finish(blocks.get(index));
        case "message_delta" -> {
          message.set("stop_reason", event.path("delta").path("stop_reason"));
          ((ObjectNode) message.path("usage")).setAll((ObjectNode) event.path("usage"));
        }
        default -> {}
      }
    }
    message.putArray("content").addAll(blocks.values());
    return message;
  }

  private static void add(ObjectNode block, JsonNode delta) {
    switch (delta.path("type").asString()) {
      case "text_delta" -> append(block, "text", delta.path("text"));
      case "thinking_delta" -> append(block, "thinking", delta.path("thinking"));
      case "signature_delta" -> append(block, "signature", delta.path("signature"));
      case "input_json_delta" -> append(block, "partial", delta.path("partial_json"));
      case "citations_delta" -> block.withArray("/citations").add(delta.path("citation"));
      default -> throw new IllegalArgumentException("delta: " + delta);
    }
  }

  private static void append(ObjectNode block, String field, JsonNode text) {
    block.put(field, block.path(field).asString("") + text.asString(""));
  }

  private static void finish(ObjectNode block) {
    if (block.has("partial")) {
      String input = block.remove("partial").asString();
      if (block.path("type").asString().equals("tool_use")) {
        block.put("raw_input", input.isEmpty() ? "{}" : input);
      }
      block.set("input", MAPPER.readTree(input.isEmpty() ? "{}" : input));
    }
  }

  /** Returns the blocks that a request repeats: a blank text is an error for the API. */
  private static List<JsonNode> contentWithoutBlankTexts(JsonNode message) {
    var blocks = new ArrayList<JsonNode>();
    for (JsonNode block : message.path("content")) {
      ObjectNode copy = ((ObjectNode) block).deepCopy();
      if (copy.path("citations").isNull() || copy.path("citations").isEmpty()) {
        copy.remove("citations");
      }
      if (block.path("type").asString().equals("tool_use")) {
        copy.retain(List.of("type", "id", "name", "input"));
      }
      if (!block.path("type").asString().equals("text")
          || !block.path("text").asString().isBlank()) {
        blocks.add(copy);
      }
    }
    return blocks;
  }

  /** Returns the blocks of the response in the next request. */
  private static List<JsonNode> repeated(CollectedResponse response) {
    var parts = new ArrayList<Content>();
    if (!response.text().isEmpty()) {
      parts.add(new Content.Text(response.text()));
    }
    for (CollectedResponse.Call call : response.calls()) {
      parts.add(new Content.ToolCall(call.id(), call.name(), call.arguments()));
    }
    response.opaque().forEach(json -> parts.add(new Content.Opaque("anthropic", "model", json)));
    var request =
        ModelRequest.of(
            "model", List.of(Message.user("Hello"), new Message(Role.ASSISTANT, parts)));
    byte[] body = MessagesRequestWriter.of(request, AnthropicOptions.ofDefaults());
    var blocks = new ArrayList<JsonNode>();
    MAPPER.readTree(body).path("messages").path(1).path("content").forEach(blocks::add);
    return blocks;
  }
}
