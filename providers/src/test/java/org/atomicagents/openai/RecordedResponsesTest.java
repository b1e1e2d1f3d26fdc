package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.internal.provider.CollectedResponse;
import org.atomicagents.internal.provider.RecordedProtocolTest;
import org.atomicagents.internal.provider.RecordedResponse;
import org.atomicagents.internal.provider.ResponseParser;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Tests of the Responses API with recorded responses of real providers, which a server replays.
 *
 * <p>The expected values are computed from the JSON of the final response in the recorded body,
 * independently of the code under test: a stream is read from its deltas, the expectation from the
 * response at its end.
 */
class RecordedResponsesTest extends RecordedProtocolTest {
  RecordedResponsesTest() {
    super("openai-responses", 50);
  }

  @Override
  protected CollectedResponse send(URI server, ModelRequest request) {
    try (var client = OpenAi.at(server.resolve("/v1"));
        ModelExchange exchange =
            client.responses(request.model()).client().open(request, RunContext.standalone())) {
      return CollectedResponse.of(exchange);
    }
  }

  @Override
  protected ResponseParser reader() {
    return new ResponsesReader("test", "requested", Map.of());
  }

  @Override
  protected String model(RecordedResponse recording) {
    return recording.request().path("body").path("model").asString();
  }

  @Override
  protected boolean isFailure(RecordedResponse recording) {
    return super.isFailure(recording) || isPending(recording);
  }

  @Override
  protected void checkFailure(RecordedResponse recording, Throwable failure) {
    String message =
        isPending(recording)
            ? "The response is not finished, but queued."
            : errorMessage(recording);
    assertThat(failure)
        .isInstanceOfSatisfying(
            BadRequestException.class, e -> assertThat(e.error().message()).isEqualTo(message));
  }

  /** Text after the last event changes nothing. */
  @Override
  protected int incompleteLength(RecordedResponse recording) {
    int end = recording.body().lastIndexOf("\"response.completed\"");
    return recording.stream() ? recording.body().lastIndexOf("data:", end) : 0;
  }

  @Test
  void reasoningOfEachRecordingIsReplayedUnchanged() throws Exception {
    int replayed = 0;
    for (RecordedResponse recording : recordings()) {
      if (!isFailure(recording)) {
        List<String> encrypted = encrypted(finishedItems(recording));
        CollectedResponse response = read(recording);
        assertThat(encryptedParts(response)).as(recording.name()).isEqualTo(encrypted);
        replayed += encrypted.size();
      }
    }
    assertThat(replayed).isPositive();
  }

  private static boolean isPending(RecordedResponse recording) {
    return !recording.stream()
        && MAPPER.readTree(recording.body()).path("status").asString("").equals("queued");
  }

  @Override
  protected CollectedResponse expected(RecordedResponse recording) {
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
        ? bodies(recording).stream()
            .filter(event -> event.contains("response.output_item.done"))
            .map(event -> MAPPER.readTree(event).path("item"))
            .toList()
        : output(recording);
  }

  private static JsonNode finalResponse(RecordedResponse recording) {
    if (!recording.stream()) {
      return MAPPER.readTree(recording.body());
    }
    return bodies(recording).stream()
        .filter(event -> event.contains("response.completed"))
        .map(event -> MAPPER.readTree(event).path("response"))
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
