package org.atomicagents.openai;

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
import java.util.stream.Stream;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.TransportException;
import org.atomicagents.internal.http.LoopbackServer;
import org.atomicagents.internal.provider.CollectedResponse;
import org.atomicagents.internal.provider.RecordedResponse;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Message;
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

/**
 * Tests of the Responses API with recorded responses of real providers, which a server replays.
 *
 * <p>The expected values are computed from the JSON of the final response in the recorded body,
 * independently of the code under test: a stream is read from its deltas, the expectation from the
 * response at its end.
 */
class RecordedResponsesTest {
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
        var reader = new ResponsesReader("test", "requested", Map.of());
        String failed = "seed " + seed + ", " + recording.name();
        assertThatCode(() -> readChanged(reader, data, random, recording.stream()))
            .as(failed)
            .doesNotThrowAnyException();
      }
    }
  }

  private static void readChanged(
      ResponsesReader reader, List<String> data, Random random, boolean isStream) {
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
  void reasoningOfEachRecordingIsReplayedUnchanged() throws Exception {
    int replayed = 0;
    for (RecordedResponse recording : recordings()) {
      if (recording.status() == 200 && !isPending(recording)) {
        List<String> encrypted = encrypted(finishedItems(recording));
        CollectedResponse response = read(recording, recording.body(), Integer.MAX_VALUE);
        assertThat(encryptedParts(response)).as(recording.name()).isEqualTo(encrypted);
        replayed += encrypted.size();
      }
    }
    assertThat(replayed).isPositive();
  }

  private static List<RecordedResponse> recordings() throws Exception {
    return RecordedResponse.all("openai-responses");
  }

  private static void check(RecordedResponse recording, int chunkSize) {
    assertTimeoutPreemptively(
        TIME_LIMIT,
        () -> {
          if (recording.status() != 200 || isPending(recording)) {
            checkFailure(recording, chunkSize);
          } else {
            assertThat(comparable(read(recording, recording.body(), chunkSize)))
                .isEqualTo(expected(recording));
          }
        });
  }

  private static void checkFailure(RecordedResponse recording, int chunkSize) {
    Throwable failure = catchThrowable(() -> read(recording, recording.body(), chunkSize));

    String message = MAPPER.readTree(recording.body()).path("error").path("message").asString("");
    assertThat(failure)
        .isInstanceOfSatisfying(
            BadRequestException.class,
            e ->
                assertThat(e.error().message())
                    .isEqualTo(
                        isPending(recording)
                            ? "The response is not finished, but queued."
                            : message));
  }

  private static void checkPrefixes(RecordedResponse recording) {
    String body = recording.body();
    // Text after the last event changes nothing.
    int end = body.lastIndexOf("\"response.completed\"");
    for (int length = 0; length < body.lastIndexOf("data:", end); length += body.length() / 7 + 1) {
      String prefix = body.substring(0, length);
      assertThat(catchThrowable(() -> read(recording, prefix, Integer.MAX_VALUE)))
          .as("%d characters", length)
          .isInstanceOf(TransportException.class);
    }
  }

  private static CollectedResponse read(RecordedResponse recording, String body, int chunkSize) {
    try (var server = replay(recording, body, chunkSize);
        var client = OpenAi.builder(Provider.of("test", server.uri("/v1"))).build()) {
      Model model = client.responses(recording.request().path("body").path("model").asString());
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

  private static boolean isPending(RecordedResponse recording) {
    return !recording.stream()
        && MAPPER.readTree(recording.body()).path("status").asString("").equals("queued");
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

  private static CollectedResponse expected(RecordedResponse recording) {
    JsonNode response = finalResponse(recording);
    var text = new StringBuilder();
    var reasoning = new ArrayList<String>();
    var calls = new ArrayList<CollectedResponse.Call>();
    for (JsonNode item : output(recording)) {
      switch (item.path("type").asString()) {
        case "message" -> addTexts(item, text, reasoning);
        case "reasoning" -> {
          item.path("summary").forEach(part -> reasoning.add(part.path("text").asString()));
          item.path("content").forEach(part -> reasoning.add(part.path("text").asString()));
        }
        case "function_call" ->
            calls.add(
                new CollectedResponse.Call(
                    item.path("call_id").asString(),
                    item.path("name").asString(),
                    item.path("arguments").asString()));
        default -> {}
      }
    }
    return new CollectedResponse(
        response.path("id").asString(),
        response.path("model").asString(),
        text.toString(),
        String.join("\n\n", reasoning),
        calls,
        usage(response.path("usage")),
        calls.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS,
        response.path("status").asString(),
        List.of(),
        List.of(),
        List.of());
  }

  private static void addTexts(JsonNode message, StringBuilder text, List<String> reasoning) {
    for (JsonNode part : message.path("content")) {
      if (message.path("phase").asString("").equals("commentary")) {
        reasoning.add(part.path("text").asString());
      } else {
        text.append(part.path("text").asString());
      }
    }
  }

  private static List<JsonNode> output(RecordedResponse recording) {
    var items = new ArrayList<JsonNode>();
    finalResponse(recording).path("output").forEach(items::add);
    return items;
  }

  /** Returns the items at their end: each repetition of encrypted content differs. */
  private static List<JsonNode> finishedItems(RecordedResponse recording) {
    return recording.stream()
        ? recording
            .body()
            .lines()
            .filter(line -> line.startsWith("data:") && line.contains("response.output_item.done"))
            .map(line -> MAPPER.readTree(line.substring("data:".length())).path("item"))
            .toList()
        : output(recording);
  }

  private static JsonNode finalResponse(RecordedResponse recording) {
    if (!recording.stream()) {
      return MAPPER.readTree(recording.body());
    }
    return recording
        .body()
        .lines()
        .filter(line -> line.startsWith("data:") && line.contains("response.completed"))
        .map(line -> MAPPER.readTree(line.substring("data:".length())).path("response"))
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  private static Usage usage(JsonNode usage) {
    return new Usage(
        usage.path("input_tokens").asLong(0),
        usage.path("output_tokens").asLong(0),
        usage.path("input_tokens_details").path("cached_tokens").asLong(0),
        usage.path("input_tokens_details").path("cache_write_tokens").asLong(0),
        usage.path("output_tokens_details").path("reasoning_tokens").asLong(0),
        0,
        0);
  }

  private static List<String> encrypted(Iterable<JsonNode> output) {
    var texts = new ArrayList<String>();
    for (JsonNode item : output) {
      if (item.path("type").asString().equals("reasoning") && item.has("encrypted_content")) {
        texts.add(item.path("encrypted_content").asString(""));
      }
    }
    texts.removeIf(String::isEmpty);
    return texts;
  }

  private static List<String> encryptedParts(CollectedResponse response) {
    var texts = new ArrayList<String>();
    for (String part : response.opaque()) {
      texts.addAll(encrypted(MAPPER.readTree(part).path("responses_output")));
    }
    return texts;
  }
}
