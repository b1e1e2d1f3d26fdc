package org.atomicagents.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.TransportException;
import org.atomicagents.internal.http.LoopbackServer;
import org.atomicagents.internal.provider.CollectedResponse;
import org.atomicagents.internal.provider.RecordedResponse;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.message.Content;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tests of the Messages API with recorded responses of Anthropic, which a server replays.
 *
 * <p>The expected values are computed from the recorded body, independently of the code under test:
 * a stream is first assembled to its message.
 */
class RecordedMessagesTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String BYTES = "{}[]\",:0-anull \\";
  private static final Duration TIME_LIMIT = Duration.ofSeconds(60);

  @Test
  void thereAreRecordings() throws Exception {
    assertThat(recordings()).hasSizeGreaterThan(50);
  }

  @TestFactory
  Stream<DynamicTest> readsResponsesInOneWrite() throws Exception {
    return recordings().stream()
        .map(r -> DynamicTest.dynamicTest(r.name(), () -> check(r, Integer.MAX_VALUE)));
  }

  @TestFactory
  Stream<DynamicTest> readsResponsesByteByByte() throws Exception {
    return recordings().stream().map(r -> DynamicTest.dynamicTest(r.name(), () -> check(r, 1)));
  }

  /** A prefix of a body, as of a broken connection, is never a complete response. */
  @TestFactory
  Stream<DynamicTest> rejectsEveryPrefixOfAStream() throws Exception {
    return recordings().stream()
        .filter(RecordedResponse::stream)
        .map(r -> DynamicTest.dynamicTest(r.name(), () -> checkPrefixes(r)));
  }

  /** A changed byte gives other events or an exception of the parser, never any other exception. */
  @Test
  void changedBytesAreReadOrRejected() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed of the changed bytes: " + seed);
    var random = new Random(seed);
    for (RecordedResponse recording : recordings()) {
      List<String> data =
          recording.stream()
              ? recording.body().lines().filter(line -> line.startsWith("data:")).toList()
              : List.of("data:" + recording.body());
      for (int round = 0; round < 30; round++) {
        var reader = new MessagesReader("requested", Map.of());
        assertThatCode(() -> readChanged(reader, data, random, recording.stream()))
            .as("seed " + seed + ", " + recording.name())
            .doesNotThrowAnyException();
      }
    }
  }

  private static void readChanged(
      MessagesReader reader, List<String> data, Random random, boolean isStream) {
    try {
      for (String line : data) {
        byte[] json = line.substring("data:".length()).getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(4) == 0 && json.length > 0) {
          json[random.nextInt(json.length)] = (byte) BYTES.charAt(random.nextInt(BYTES.length()));
        }
        if (isStream) {
          reader.read(json, json.length);
        } else {
          try (JsonParser parser = WireJson.parser(json, json.length)) {
            reader.read(parser);
          }
        }
      }
      reader.complete();
    } catch (JacksonException e) {
      // The caller reports a response that is not JSON.
    }
  }

  @Test
  void theBlocksOfEachRecordingAreRepeatedUnchanged() throws Exception {
    int repeated = 0;
    for (RecordedResponse recording : recordings()) {
      if (recording.status() == 200) {
        CollectedResponse response = read(recording, recording.body(), Integer.MAX_VALUE);
        List<JsonNode> expected = contentWithoutBlankTexts(message(recording));
        assertThat(repeated(response)).as(recording.name()).isEqualTo(expected);
        repeated += expected.size();
      }
    }
    assertThat(repeated).isGreaterThan(100);
  }

  private static List<RecordedResponse> recordings() throws Exception {
    return RecordedResponse.all("anthropic-messages");
  }

  private static void check(RecordedResponse recording, int chunkSize) {
    assertTimeoutPreemptively(
        TIME_LIMIT,
        () -> {
          if (recording.status() == 200) {
            assertThat(comparable(read(recording, recording.body(), chunkSize)))
                .isEqualTo(expected(message(recording)));
          } else {
            checkFailure(recording, chunkSize);
          }
        });
  }

  private static void checkFailure(RecordedResponse recording, int chunkSize) {
    Throwable failure = catchThrowable(() -> read(recording, recording.body(), chunkSize));

    JsonNode body = MAPPER.readTree(recording.body());
    assertThat(failure)
        .isInstanceOfSatisfying(
            BadRequestException.class,
            e -> {
              assertThat(e.error().status()).isEqualTo(recording.status());
              assertThat(e.error().message())
                  .isEqualTo(body.path("error").path("message").asString());
              assertThat(e.error().requestId()).isEqualTo(body.path("request_id").asString());
            });
  }

  private static void checkPrefixes(RecordedResponse recording) {
    String body = recording.body();
    // The reason of the end is complete with its event; later events add nothing.
    int end = body.indexOf("\"type\":\"message_delta\"");
    for (int length = 0; length < body.lastIndexOf("data:", end); length += body.length() / 7 + 1) {
      String prefix = body.substring(0, length);
      assertThat(catchThrowable(() -> read(recording, prefix, Integer.MAX_VALUE)))
          .as("%d characters", length)
          .isInstanceOf(TransportException.class);
    }
  }

  private static CollectedResponse read(RecordedResponse recording, String body, int chunkSize) {
    try (var server = replay(recording, body, chunkSize);
        var client = Anthropic.at(server.uri(""))) {
      Model model = client.model(recording.request().path("body").path("model").asString());
      var request =
          ModelRequest.of(model.name(), List.of(Message.user("Hello")))
              .withStream(recording.stream());
      try (ModelExchange exchange = model.client().open(request, RunContext.standalone())) {
        return CollectedResponse.of(exchange);
      }
    }
  }

  private static LoopbackServer replay(RecordedResponse recording, String text, int chunkSize) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    return LoopbackServer.start((request, client) -> {
      client.begin(recording.status(), recording.contentType());
      for (int offset = 0; offset < body.length; offset += chunkSize) {
        client.chunk(
            Arrays.copyOfRange(
                body, offset, (int) Math.min(body.length, (long) offset + chunkSize)));
      }
      client.end();
    });
  }

  private static CollectedResponse comparable(CollectedResponse response) {
    return new CollectedResponse(
        response.id(),
        response.model(),
        response.text(),
        response.reasoning(),
        response.calls(),
        response.usage(),
        response.reason(),
        response.rawReason(),
        response.refused(),
        List.of(),
        List.of());
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
    for (String line : recording.body().lines().filter(l -> l.startsWith("data:")).toList()) {
      JsonNode event = MAPPER.readTree(line.substring("data:".length()));
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
    byte[] body =
        MessagesRequestWriter.of(request, AnthropicOptions.ofDefaults(), ClaudeSchemas.subset());
    var blocks = new ArrayList<JsonNode>();
    MAPPER.readTree(body).path("messages").path(1).path("content").forEach(blocks::add);
    return blocks;
  }
}
