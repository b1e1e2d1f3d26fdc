package org.atomicagents.gemini;

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
import java.util.TreeSet;
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

/**
 * Tests of the Gemini API with recorded responses, which a server replays.
 *
 * <p>The expected values are computed from the JSON of the recorded body, independently of the code
 * under test.
 */
class RecordedGeminiTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String BYTES = "{}[]\",:0-anull \\";
  private static final Duration TIME_LIMIT = Duration.ofSeconds(60);

  @Test
  void thereAreRecordings() throws Exception {
    assertThat(recordings()).hasSizeGreaterThan(60);
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
  Stream<DynamicTest> rejectsEveryPrefix() throws Exception {
    return recordings().stream()
        .filter(recording -> recording.status() == 200)
        .map(r -> DynamicTest.dynamicTest(r.name(), () -> checkPrefixes(r)));
  }

  /** A changed byte gives other events or an exception of the parser, never any other exception. */
  @Test
  void changedBytesAreReadOrRejected() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed of the changed bytes: " + seed);
    var random = new Random(seed);
    for (RecordedResponse recording : recordings()) {
      for (int round = 0; round < 30; round++) {
        var reader = new GenerateContentReader("requested", Map.of());
        assertThatCode(() -> readChanged(reader, recording, random))
            .as("seed " + seed + ", " + recording.name())
            .doesNotThrowAnyException();
      }
    }
  }

  private static void readChanged(
      GenerateContentReader reader, RecordedResponse recording, Random random) {
    try {
      for (String text : bodies(recording)) {
        byte[] json = text.getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(4) == 0) {
          json[random.nextInt(json.length)] = (byte) BYTES.charAt(random.nextInt(BYTES.length()));
        }
        try (JsonParser parser = WireJson.parser(json, json.length)) {
          reader.read(parser);
        }
      }
      reader.complete();
    } catch (JacksonException e) {
      // The caller reports a response that is not JSON.
    }
  }

  /** The next request contains the signatures in the parts in which they arrived. */
  @Test
  void signaturesOfEachRecordingAreReplayedInTheirPart() throws Exception {
    int replayed = 0;
    for (RecordedResponse recording : recordings()) {
      if (recording.status() == 200) {
        List<String> signed = signedParts(parts(recording));

        assertThat(signedParts(replayedParts(recording))).as(recording.name()).isEqualTo(signed);
        replayed += signed.size();
      }
    }
    assertThat(replayed).isGreaterThan(40);
  }

  private static List<JsonNode> replayedParts(RecordedResponse recording) {
    CollectedResponse response = read(recording, recording.body(), Integer.MAX_VALUE);
    String model = model(recording);
    var content = new ArrayList<Content>();
    response.opaque().forEach(json -> content.add(new Content.Opaque("google", model, json)));
    content.add(new Content.Text(response.text()));
    for (int i = 0; i < response.calls().size(); i++) {
      CollectedResponse.Call call = response.calls().get(i);
      String id = call.id() == null ? "call_" + i : call.id();
      content.add(new Content.ToolCall(id, call.name(), call.arguments()));
    }
    ModelRequest next =
        ModelRequest.of(
            model,
            List.of(
                Message.user("Hi"),
                new Message(Role.ASSISTANT, content),
                Message.user("And then?")));
    byte[] body = GenerateContentWriter.of(next, GeminiOptions.ofDefaults());
    var parts = new ArrayList<JsonNode>();
    MAPPER.readTree(body).path("contents").path(1).path("parts").forEach(parts::add);
    return parts;
  }

  /** Returns the name of the function, the text, or the kind of each part with a signature. */
  private static List<String> signedParts(List<JsonNode> parts) {
    var signed = new ArrayList<String>();
    for (JsonNode part : parts) {
      if (part.has("thoughtSignature")) {
        String kind =
            part.has("functionCall")
                ? part.path("functionCall").path("name").asString()
                    + part.path("functionCall").path("args")
                : part.has("text")
                    ? part.path("text").asString()
                    : new TreeSet<>(part.propertyNames()).toString();
        signed.add(kind + " " + part.path("thoughtSignature").asString());
      }
    }
    return signed;
  }

  private static List<RecordedResponse> recordings() throws Exception {
    return RecordedResponse.all("gemini");
  }

  private static void check(RecordedResponse recording, int chunkSize) {
    assertTimeoutPreemptively(
        TIME_LIMIT,
        () -> {
          if (recording.status() == 200) {
            CollectedResponse response = read(recording, recording.body(), chunkSize);
            assertThat(withoutParts(response)).isEqualTo(expected(recording));
            assertThat(response.other()).hasSameSizeAs(others(recording));
          } else {
            checkFailure(recording, chunkSize);
          }
        });
  }

  private static void checkFailure(RecordedResponse recording, int chunkSize) {
    Throwable failure = catchThrowable(() -> read(recording, recording.body(), chunkSize));

    String message = MAPPER.readTree(recording.body()).path("error").path("message").asString();
    assertThat(failure)
        .isInstanceOfSatisfying(
            BadRequestException.class, e -> assertThat(e.error().message()).isEqualTo(message));
  }

  private static void checkPrefixes(RecordedResponse recording) {
    String body = recording.body().stripTrailing();
    // Text after the last event changes nothing.
    int end = recording.stream() ? body.lastIndexOf("data:") : body.length() - 1;
    for (int length = 0; length < end; length += body.length() / 7 + 1) {
      String prefix = body.substring(0, length);
      assertThat(catchThrowable(() -> read(recording, prefix, Integer.MAX_VALUE)))
          .as("%d characters", length)
          .isInstanceOf(TransportException.class);
    }
  }

  private static CollectedResponse read(RecordedResponse recording, String body, int chunkSize) {
    try (var server = replay(recording, body, chunkSize);
        var client = Gemini.at(server.uri(""))) {
      Model model = client.model(model(recording));
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

  /** Returns the model in the path of a recorded request. */
  private static String model(RecordedResponse recording) {
    String path = recording.request().path("path").asString();
    return path.substring(path.lastIndexOf("models/") + "models/".length(), path.lastIndexOf(':'));
  }

  private static List<String> bodies(RecordedResponse recording) {
    return recording.stream()
        ? recording
            .body()
            .lines()
            .filter(line -> line.startsWith("data:"))
            .map(line -> line.substring("data:".length()))
            .toList()
        : List.of(recording.body());
  }

  private static List<JsonNode> responses(RecordedResponse recording) {
    return bodies(recording).stream().map(MAPPER::readTree).toList();
  }

  private static List<JsonNode> parts(RecordedResponse recording) {
    var parts = new ArrayList<JsonNode>();
    for (JsonNode response : responses(recording)) {
      response.at("/candidates/0/content/parts").forEach(parts::add);
    }
    return parts;
  }

  private static List<String> others(RecordedResponse recording) {
    var others = new ArrayList<String>();
    for (JsonNode part : parts(recording)) {
      if (!part.has("text") && !part.has("functionCall")) {
        others.add(part.toString());
      }
    }
    for (JsonNode response : responses(recording)) {
      for (String field : List.of("groundingMetadata", "citationMetadata", "logprobsResult")) {
        JsonNode value = response.path("candidates").path(0).path(field);
        if (!value.isMissingNode()) {
          others.add(value.toString());
        }
      }
    }
    return others;
  }

  private static CollectedResponse withoutParts(CollectedResponse response) {
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
    var text = new StringBuilder();
    var reasoning = new StringBuilder();
    var calls = new ArrayList<CollectedResponse.Call>();
    for (JsonNode part : parts(recording)) {
      JsonNode call = part.path("functionCall");
      if (call.isObject()) {
        calls.add(
            new CollectedResponse.Call(
                call.path("id").asString(null),
                call.path("name").asString(),
                call.path("args").toString()));
      } else {
        (part.path("thought").asBoolean(false) ? reasoning : text)
            .append(part.path("text").asString(""));
      }
    }
    JsonNode last = responses(recording).getLast();
    String reason = last.at("/candidates/0/finishReason").asString();
    return new CollectedResponse(
        last.path("responseId").asString(null),
        last.path("modelVersion").asString(),
        text.toString(),
        reasoning.toString(),
        calls,
        usage(last.path("usageMetadata")),
        switch (reason) {
          case "STOP" -> calls.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS;
          case "MAX_TOKENS" -> FinishReason.LENGTH;
          default -> FinishReason.OTHER;
        },
        reason,
        List.of(),
        List.of(),
        List.of());
  }

  private static Usage usage(JsonNode usage) {
    long thoughts = usage.path("thoughtsTokenCount").asLong(0);
    return new Usage(
        usage.path("promptTokenCount").asLong(0) + usage.path("toolUsePromptTokenCount").asLong(0),
        usage.path("candidatesTokenCount").asLong(0) + thoughts,
        usage.path("cachedContentTokenCount").asLong(0),
        0,
        thoughts,
        audio(usage.path("promptTokensDetails")) + audio(usage.path("toolUsePromptTokensDetails")),
        audio(usage.path("candidatesTokensDetails")));
  }

  private static long audio(JsonNode details) {
    long audio = 0;
    for (JsonNode detail : details) {
      if (detail.path("modality").asString("").equals("AUDIO")) {
        audio += detail.path("tokenCount").asLong(0);
      }
    }
    return audio;
  }
}
