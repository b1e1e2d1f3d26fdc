package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.internal.provider.CollectedResponse;
import org.atomicagents.internal.provider.RecordedProtocolTest;
import org.atomicagents.internal.provider.RecordedResponse;
import org.atomicagents.internal.provider.ResponseParser;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import tools.jackson.databind.JsonNode;

/**
 * Tests with recorded responses of real providers, which a server replays.
 *
 * <p>The expected values are computed from a JSON tree of the recorded body, independently of the
 * code under test.
 */
class RecordedResponseTest extends RecordedProtocolTest {
  RecordedResponseTest() {
    super("openai-chat", 100);
  }

  @Override
  protected CollectedResponse send(URI server, ModelRequest request) {
    try (var client = OpenAi.builder(Provider.of("test", server.resolve("/v1"))).build();
        ModelExchange exchange = client.open(request, RunContext.standalone())) {
      return CollectedResponse.of(exchange);
    }
  }

  @Override
  protected ResponseParser reader() {
    return new ChatResponseReader("test", "requested", Map.of());
  }

  @Override
  protected String model(RecordedResponse recording) {
    return "requested";
  }

  @Override
  protected boolean isFailure(RecordedResponse recording) {
    return super.isFailure(recording) || hasError(recording);
  }

  @Override
  protected int incompleteLength(RecordedResponse recording) {
    return recording.stream() ? 0 : recording.body().stripTrailing().length() - 1;
  }

  @Override
  protected void checkFailure(RecordedResponse recording, Throwable failure) {
    switch (recording.status()) {
      case 429 ->
          assertThat(failure)
              .isInstanceOfSatisfying(
                  RateLimitedException.class,
                  e -> {
                    assertThat(e.kind()).isEqualTo(RateLimitedException.Kind.RATE);
                    assertThat(e.getMessage())
                        .isEqualTo(
                            """
                            test reported a rate limit (429): Provider returned error: \
                            google/gemini-2.0-flash-exp:free is temporarily rate-limited upstream. \
                            Please retry shortly, or add your own key to accumulate your rate limits: \
                            https://openrouter.ai/settings/integrations
                            Try again later, or send fewer requests at a time.\
                            """);
                  });
      case 400 ->
          assertThat(failure)
              .isInstanceOf(BadRequestException.class)
              .hasMessage(
                  """
                  test rejected the request (400): Unsupported value: 'messages[0].role' does not \
                  support 'developer' with this model.
                  Check the model's name, the parameters and the schema.\
                  """);
      default ->
          assertThat(failure)
              .isInstanceOfSatisfying(
                  BadRequestException.class,
                  e -> assertThat(e.error().message()).isEqualTo(messageOfError(recording)));
    }
  }

  private static boolean hasError(RecordedResponse recording) {
    return !messageOfError(recording).isEmpty()
        && chunks(recording).stream().noneMatch(RecordedResponseTest::isFailedGeneration);
  }

  /** Returns whether a chunk is an error of Groq that contains an invalid call of the model. */
  private static boolean isFailedGeneration(JsonNode chunk) {
    return !chunk.path("error").path("failed_generation").asString("").isEmpty();
  }

  private static String messageOfError(RecordedResponse recording) {
    for (JsonNode chunk : chunks(recording)) {
      if (chunk.has("error")) {
        return chunk.path("error").path("message").asString();
      }
    }
    return "";
  }

  private static List<JsonNode> chunks(RecordedResponse recording) {
    return bodies(recording).stream()
        .filter(body -> !body.contains("[DONE]"))
        .map(MAPPER::readTree)
        .toList();
  }

  @Override
  protected CollectedResponse expected(RecordedResponse recording) {
    var text = new StringBuilder();
    var reasoning = new StringBuilder();
    var calls = new TreeMap<Integer, CollectedResponse.Call>();
    Usage usage = Usage.NONE;
    String rawReason = "";
    List<JsonNode> chunks = chunks(recording);
    for (JsonNode chunk : chunks) {
      JsonNode choice = chunk.path("choices").path(0);
      JsonNode message = recording.stream() ? choice.path("delta") : choice.path("message");
      text.append(message.path("content").asString(""));
      reasoning.append(message.path("reasoning").asString(""));
      reasoning.append(message.path("reasoning_content").asString(""));
      addCalls(message, calls);
      rawReason =
          choice.path("finish_reason").isString()
              ? choice.path("finish_reason").asString()
              : rawReason;
      usage = chunk.path("usage").isObject() ? usage(chunk.path("usage")) : usage;
      if (isFailedGeneration(chunk)) {
        calls.put(calls.size(), failedCall(chunk));
        rawReason = "tool_calls";
      }
    }
    String id = chunks.getFirst().path("id").asString();
    return new CollectedResponse(
        id.isEmpty() ? null : id,
        chunks.getFirst().path("model").asString(),
        text.toString(),
        reasoning.toString(),
        List.copyOf(calls.values()),
        usage,
        REASONS.get(rawReason),
        rawReason,
        List.of(),
        List.of(),
        List.of());
  }

  private static final Map<String, FinishReason> REASONS =
      Map.of(
          "stop", FinishReason.STOP,
          "tool_calls", FinishReason.TOOL_CALLS,
          "length", FinishReason.LENGTH,
          "", FinishReason.OTHER);

  private static void addCalls(JsonNode message, Map<Integer, CollectedResponse.Call> calls) {
    int position = 0;
    for (JsonNode call : message.path("tool_calls")) {
      String id = call.path("id").asString("");
      JsonNode function = call.path("function");
      calls.merge(
          call.path("index").asInt(position),
          new CollectedResponse.Call(
              id.isEmpty() ? null : id,
              function.path("name").asString(null),
              function.path("arguments").asString("")),
          (a, b) -> new CollectedResponse.Call(a.id(), a.name(), a.arguments() + b.arguments()));
      position++;
    }
  }

  private static CollectedResponse.Call failedCall(JsonNode chunk) {
    String failed = chunk.path("error").path("failed_generation").asString();
    String name = MAPPER.readTree(failed).path("name").asString();
    int from = failed.indexOf('{', 1);
    return new CollectedResponse.Call(null, name, failed.substring(from, failed.length() - 1));
  }

  private static Usage usage(JsonNode usage) {
    JsonNode inputDetails = usage.path("prompt_tokens_details");
    JsonNode outputDetails = usage.path("completion_tokens_details");
    long cached =
        Math.max(
            inputDetails.path("cached_tokens").asLong(0),
            Math.max(
                usage.path("num_cached_tokens").asLong(0), usage.path("cached_tokens").asLong(0)));
    return new Usage(
        usage.path("prompt_tokens").asLong(),
        usage.path("completion_tokens").asLong(),
        cached,
        inputDetails.path("cache_write_tokens").asLong(0),
        outputDetails.path("reasoning_tokens").asLong(0),
        inputDetails.path("audio_tokens").asLong(0),
        outputDetails.path("audio_tokens").asLong(0));
  }
}
