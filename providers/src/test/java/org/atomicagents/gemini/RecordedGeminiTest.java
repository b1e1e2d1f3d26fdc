package org.atomicagents.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
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

/**
 * Tests of the Gemini API with recorded responses, which a server replays.
 *
 * <p>The expected values are computed from the JSON of the recorded body, independently of the code
 * under test.
 */
class RecordedGeminiTest extends RecordedProtocolTest {
  RecordedGeminiTest() {
    super("gemini", 60);
  }

  @Override
  protected CollectedResponse send(URI server, ModelRequest request) {
    try (var client = Gemini.at(server);
        ModelExchange exchange = client.open(request, RunContext.standalone())) {
      return CollectedResponse.of(exchange);
    }
  }

  @Override
  protected ResponseParser reader() {
    return new GenerateContentReader("requested", Map.of());
  }

  /** Returns the model in the path of a recorded request. */
  @Override
  protected String model(RecordedResponse recording) {
    String path = recording.request().path("path").asString();
    return path.substring(path.lastIndexOf("models/") + "models/".length(), path.lastIndexOf(':'));
  }

  @Override
  protected void checkParts(RecordedResponse recording, CollectedResponse response) {
    assertThat(response.other()).hasSameSizeAs(others(recording));
  }

  @Override
  protected void checkFailure(RecordedResponse recording, Throwable failure) {
    assertThat(failure)
        .isInstanceOfSatisfying(
            BadRequestException.class,
            e -> assertThat(e.error().message()).isEqualTo(errorMessage(recording)));
  }

  /** Text after the last event changes nothing. */
  @Override
  protected int incompleteLength(RecordedResponse recording) {
    String body = recording.body().stripTrailing();
    return recording.stream() ? body.lastIndexOf("data:") : body.length() - 1;
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

  private List<JsonNode> replayedParts(RecordedResponse recording) {
    CollectedResponse response = read(recording);
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

  @Override
  protected CollectedResponse expected(RecordedResponse recording) {
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
