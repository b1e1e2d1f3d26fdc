package org.atomicagents.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.atomicagents.testing.internal.generate.ReferenceValidator;
import org.atomicagents.testing.internal.generate.SatisfiableSchemaGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tests of the simulated Messages API, with a plain HTTP client. */
class SimulatedMessagesTest {
  private static final JsonNode SCHEMA =
      ReferenceValidator.read(
          """
          {"type":"object","required":["text"],"additionalProperties":false,
           "properties":{"text":{"type":"string"}}}
          """);
  private static final String OLD_MODEL = "claude-sonnet-4-5";
  private static final String NEW_MODEL = "claude-opus-5-5";

  private static SimulatedProvider provider;
  private static SimulatedHttpClient client;

  @BeforeAll
  static void start() {
    provider = SimulatedProvider.start();
    client = new SimulatedHttpClient(provider, "anthropic-version", "2023-06-01");
  }

  @AfterAll
  static void close() {
    provider.close();
  }

  @Test
  void sendsProseInAMessage() throws Exception {
    JsonNode message =
        client.postJson("/v1/messages", request(OLD_MODEL, "Tell me about volcanoes!"));

    assertThat(message.path("type").asString()).isEqualTo("message");
    assertThat(message.path("id").asString()).startsWith("msg_");
    assertThat(message.at("/content/0/text").asString()).containsIgnoringCase("volcanoes");
    assertThat(message.path("content")).hasSize(1);
    assertThat(message.path("stop_reason").asString()).isEqualTo("end_turn");
    assertThat(message.at("/usage/input_tokens").asInt()).isPositive();
  }

  @Test
  void satisfiesTheSchemaOfTheFormatStreamedAndComplete() throws Exception {
    ObjectNode request = request(NEW_MODEL, "Why is the sky blue?");
    addFormat(request, SCHEMA);

    JsonNode complete = client.postJson("/v1/messages", request);
    List<JsonNode> events = streamed(request);

    assertThat(ReferenceValidator.errors(SCHEMA, text(complete))).isEmpty();
    assertThat(joined(events, "text")).isEqualTo(text(complete));
    assertThat(types(events))
        .containsSubsequence(
            "message_start",
            "content_block_start",
            "content_block_delta",
            "content_block_stop",
            "content_block_start",
            "ping",
            "content_block_delta",
            "content_block_stop",
            "message_delta",
            "message_stop");
    assertThat(events.getLast().path("type").asString()).isEqualTo("message_stop");
    assertThat(events.get(events.size() - 2).at("/usage/output_tokens"))
        .isEqualTo(complete.at("/usage/output_tokens"));
  }

  @Test
  void satisfiesRandomSchemasOfToolsStreamedAndComplete() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed of the random schemas: " + seed);

    for (int i = 0; i < 60; i++) {
      JsonNode schema = objectSchema(seed + i * 1_000L);
      ObjectNode request = request(OLD_MODEL, "Why is the sky blue?");
      addTool(request, "answer").setAll((ObjectNode) schema);

      JsonNode complete = client.postJson("/v1/messages", request);
      String streamed = joined(streamed(request), "partial_json");

      JsonNode input = complete.at("/content/0/input");
      assertThat(complete.path("stop_reason").asString()).isEqualTo("tool_use");
      assertThat(ReferenceValidator.errors(schema, input.toString()))
          .as("seed %d: %s", seed, schema)
          .isEmpty();
      assertThat(ReferenceValidator.read(streamed)).isEqualTo(input);
    }
  }

  @Test
  void callsAToolUntilItHasAResult() throws Exception {
    ObjectNode request = request(NEW_MODEL, "Weather in Paris?");
    addTool(request, "weather");
    JsonNode call = client.postJson("/v1/messages", request);
    String id = call.at("/content/1/id").asString();
    addReply(request, call);

    ObjectNode failed = request.deepCopy();
    addResult(failed, id).put("is_error", true);
    addResult(request, id);

    assertThat(call.path("stop_reason").asString()).isEqualTo("tool_use");
    assertThat(client.postJson("/v1/messages", failed).path("stop_reason").asString())
        .isEqualTo("tool_use");
    assertThat(client.postJson("/v1/messages", request).path("stop_reason").asString())
        .isEqualTo("end_turn");
  }

  @Test
  void thinksByDefaultFromVersionFiveOnWithoutTheText() throws Exception {
    ObjectNode request = request(NEW_MODEL, "hello");
    JsonNode omitted = client.postJson("/v1/messages", request);
    request.putObject("thinking").put("type", "adaptive").put("display", "summarized");
    JsonNode summarized = client.postJson("/v1/messages", request);

    assertThat(omitted.at("/content/0/type").asString()).isEqualTo("thinking");
    assertThat(omitted.at("/content/0/thinking").asString()).isEmpty();
    assertThat(omitted.at("/content/0/signature").asString()).isNotEmpty();
    assertThat(summarized.at("/content/0/thinking").asString()).isNotEmpty();
    assertThat(joined(streamed(request), "thinking"))
        .isEqualTo(summarized.at("/content/0/thinking").asString());
    assertThat(joined(streamed(request), "signature"))
        .isEqualTo(summarized.at("/content/0/signature").asString());
  }

  @Test
  void redactsThinkingAndRefusesOnAnthropicsTestTexts() throws Exception {
    ObjectNode redacted = request(NEW_MODEL, "ANTHROPIC_MAGIC_STRING_TRIGGER_REDACTED_THINKING_46");
    ObjectNode refused = request(NEW_MODEL, "ANTHROPIC_MAGIC_STRING_TRIGGER_REFUSAL_1F");

    JsonNode message = client.postJson("/v1/messages", redacted);
    JsonNode refusal = client.postJson("/v1/messages", refused);
    addReply(redacted, message);
    addUser(redacted, "Go ahead.");

    assertThat(message.at("/content/0/type").asString()).isEqualTo("redacted_thinking");
    assertThat(client.post("/v1/messages", redacted.toString()).statusCode()).isEqualTo(200);
    assertThat(refusal.path("stop_reason").asString()).isEqualTo("refusal");
    assertThat(refusal.path("content")).isEmpty();
    assertThat(types(streamed(refused)))
        .containsExactly("message_start", "ping", "message_delta", "message_stop");
  }

  @Test
  void acceptsItsThinkingInItsConversationOnly() throws Exception {
    ObjectNode request = request(NEW_MODEL, "hello");
    addReply(request, client.postJson("/v1/messages", request));
    addUser(request, "And now?");
    ObjectNode otherModel = request.deepCopy().put("model", "claude-sonnet-5-5");
    ObjectNode otherStart = request.deepCopy();
    ((ObjectNode) otherStart.at("/messages/0")).put("content", "hi");
    ObjectNode changed = request.deepCopy();
    ((ObjectNode) changed.at("/messages/1/content/0")).put("thinking", "changed");

    assertThat(client.post("/v1/messages", request.toString()).statusCode()).isEqualTo(200);
    for (ObjectNode rejected : List.of(otherModel, otherStart, changed)) {
      assertThat(error(client.post("/v1/messages", rejected.toString())))
          .isEqualTo("messages.1.content.0: Invalid `signature` in `thinking` block");
    }
  }

  @Test
  void acceptsThinkingAfterOtherMessagesBeforeVersionFiveAndAHalf() throws Exception {
    ObjectNode request = request("claude-opus-4-8", "hello");
    request.putObject("thinking").put("type", "adaptive");
    addReply(request, client.postJson("/v1/messages", request));
    addUser(request, "And now?");
    ((ObjectNode) request.at("/messages/0")).put("content", "hi");

    assertThat(client.post("/v1/messages", request.toString()).statusCode()).isEqualTo(200);
  }

  @Test
  void readsAPromptFromTheCacheThatAMarkerWrote() throws Exception {
    var clock = new SteppedClock();
    try (var timed = SimulatedProvider.builder().timeSource(clock).start()) {
      var http = new SimulatedHttpClient(timed, "anthropic-version", "2023-06-01");
      ObjectNode request = request(OLD_MODEL, "first question");
      ObjectNode system = request.putArray("system").addObject();
      system.put("type", "text").put("text", "long instructions ".repeat(20));
      system.putObject("cache_control").put("type", "ephemeral");

      JsonNode first = http.postJson("/v1/messages", request).path("usage");
      ((ObjectNode) request.at("/messages/0")).put("content", "second question");
      JsonNode second = http.postJson("/v1/messages", request).path("usage");

      int written = first.path("cache_creation_input_tokens").asInt();
      assertThat(written).isPositive();
      assertThat(first.at("/cache_creation/ephemeral_5m_input_tokens").asInt()).isEqualTo(written);
      assertThat(first.path("cache_read_input_tokens").asInt()).isZero();
      assertThat(second.path("cache_read_input_tokens").asInt()).isEqualTo(written);
      assertThat(second.path("cache_creation_input_tokens").asInt()).isZero();
      assertThat(second.path("input_tokens")).isEqualTo(first.path("input_tokens"));

      clock.advance(Duration.ofMinutes(4));
      assertThat(read(http, request)).isEqualTo(written);
      clock.advance(Duration.ofMinutes(4));
      assertThat(read(http, request)).isEqualTo(written);
      clock.advance(Duration.ofMinutes(5));
      assertThat(read(http, request)).isZero();
    }
  }

  @Test
  void countsTheTokensOfARequest() throws Exception {
    ObjectNode request = request(NEW_MODEL, "hello");
    request.remove("max_tokens");

    JsonNode count = client.postJson("/v1/messages/count_tokens", request);
    request.put("max_tokens", 10);

    assertThat(count.path("input_tokens").asInt())
        .isEqualTo(client.postJson("/v1/messages", request).at("/usage/input_tokens").asInt());
    assertThat(error(client.post("/v1/messages/count_tokens", request.toString())))
        .isEqualTo("max_tokens: Extra inputs are not permitted");
  }

  @Test
  void listsModelsInTheFormOfTheVersionHeader() throws Exception {
    JsonNode list = client.getJson("/v1/models");

    assertThat(list.at("/data/0/type").asString()).isEqualTo("model");
    assertThat(list.path("has_more").asBoolean()).isFalse();
    assertThat(client.getJson("/v1/models/claude-x").path("id").asString()).isEqualTo("claude-x");
    assertThat(new SimulatedHttpClient(provider).getJson("/v1/models").path("object").asString())
        .isEqualTo("list");
  }

  @Test
  void stopsAtTheLimitAndAtAStopSequence() throws Exception {
    ObjectNode request = request(OLD_MODEL, "Tell me about volcanoes!");
    String whole = text(client.postJson("/v1/messages", request));
    ObjectNode limited = request.deepCopy().put("max_tokens", 3);
    request.putArray("stop_sequences").add("not in it").add(".");

    JsonNode stopped = client.postJson("/v1/messages", request);

    assertThat(client.postJson("/v1/messages", limited).path("stop_reason").asString())
        .isEqualTo("max_tokens");
    assertThat(stopped.path("stop_reason").asString()).isEqualTo("stop_sequence");
    assertThat(stopped.path("stop_sequence").asString()).isEqualTo(".");
    assertThat(whole).endsWith(".");
    assertThat(text(stopped)).isNotEmpty().doesNotContain(".");
  }

  @Test
  void requiresTheKeyAndTheVersion() throws Exception {
    try (var keyed = SimulatedProvider.builder().apiKey("k").models(OLD_MODEL).start()) {
      String body = request(OLD_MODEL, "hi").toString();
      var version = "anthropic-version";
      var none = new SimulatedHttpClient(keyed, version, "2023-06-01").post("/v1/messages", body);
      var wrong =
          new SimulatedHttpClient(keyed, version, "2023-06-01", "x-api-key", "other")
              .post("/v1/messages", body);
      var right = new SimulatedHttpClient(keyed, version, "2023-06-01", "x-api-key", "k");
      var unversioned = new SimulatedHttpClient(keyed, "x-api-key", "k").post("/v1/messages", body);

      assertThat(none.statusCode()).isEqualTo(401);
      assertThat(ReferenceValidator.read(none.body()))
          .isEqualTo(
              ReferenceValidator.read(
                  "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"x-api-key"
                      + " header is required\"},\"request_id\":\""
                      + none.headers().firstValue("request-id").orElseThrow()
                      + "\"}"));
      assertThat(error(wrong)).isEqualTo("invalid x-api-key");
      assertThat(error(unversioned)).isEqualTo("anthropic-version: header is required");
      assertThat(right.post("/v1/messages", body).statusCode()).isEqualTo(200);
      assertThat(keyed.requests().getLast().headers().get("x-api-key"))
          .containsExactly(RecordedRequest.HIDDEN);
      var unknown = right.post("/v1/messages", request("claude-sonet-4-5", "hi").toString());
      assertThat(unknown.statusCode()).isEqualTo(404);
      assertThat(error(unknown)).isEqualTo("model: claude-sonet-4-5");
    }
  }

  @Test
  void injectsFaultsInAnthropicsForm() throws Exception {
    try (var failing = SimulatedProvider.start()) {
      var http = new SimulatedHttpClient(failing, "anthropic-version", "2023-06-01");
      String body = request(OLD_MODEL, "hi").toString();
      failing.fail(
          Fault.rateLimited(Duration.ofMillis(1_500)),
          Fault.status(529),
          Fault.quotaExceeded(),
          Fault.errorInStream(),
          Fault.truncated(),
          Fault.malformedJson());

      HttpResponse<String> limited = http.post("/v1/messages", body);
      HttpResponse<String> overloaded = http.post("/v1/messages", body);
      HttpResponse<String> unpaid = http.post("/v1/messages", body);
      String stream = request(OLD_MODEL, "hi").put("stream", true).toString();
      List<JsonNode> failed = SimulatedHttpClient.events(http.post("/v1/messages", stream).body());
      List<JsonNode> cut = SimulatedHttpClient.events(http.post("/v1/messages", stream).body());
      String malformed = http.post("/v1/messages", stream).body();

      assertThat(limited.statusCode()).isEqualTo(429);
      assertThat(limited.headers().firstValue("retry-after")).hasValue("2");
      assertThat(limited.headers().firstValue("anthropic-ratelimit-requests-remaining"))
          .hasValue("0");
      assertThat(type(limited)).isEqualTo("rate_limit_error");
      assertThat(overloaded.statusCode()).isEqualTo(529);
      assertThat(type(overloaded)).isEqualTo("overloaded_error");
      assertThat(unpaid.statusCode()).isEqualTo(400);
      assertThat(error(unpaid)).startsWith("Your credit balance is too low");
      assertThat(failed.getLast().path("type").asString()).isEqualTo("error");
      assertThat(failed.getLast().at("/error/type").asString()).isEqualTo("api_error");
      assertThat(cut.getLast().path("type").asString()).isEqualTo("content_block_delta");
      assertThat(malformed).containsPattern("data: \\{[a-z]");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/messages/unknown",
        "/v1/messages/count_tokens/x",
      })
  void rejectsUnknownPathsInAnthropicsForm(String path) throws Exception {
    HttpResponse<String> response = client.post(path, "{}");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(type(response)).isEqualTo("not_found_error");
  }

  // The parameters of a tool are an object, without unions at the top.
  private static JsonNode objectSchema(long seed) {
    for (long i = seed; i < seed + 1_000; i++) {
      JsonNode schema = new SatisfiableSchemaGenerator(i).next();
      if (schema.path("type").asString("").equals("object")
          && List.of("anyOf", "oneOf", "allOf").stream().noneMatch(schema::has)) {
        return schema;
      }
    }
    throw new AssertionError("no object in 1,000 schemas from the seed " + seed);
  }

  private static int read(SimulatedHttpClient http, ObjectNode request) throws Exception {
    return http.postJson("/v1/messages", request).at("/usage/cache_read_input_tokens").asInt();
  }

  private static ObjectNode request(String model, String text) {
    ObjectNode request =
        (ObjectNode) ReferenceValidator.read("{\"max_tokens\":4096,\"messages\":[]}");
    addUser(request.put("model", model), text);
    return request;
  }

  private static void addUser(ObjectNode request, String text) {
    request.withArray("messages").addObject().put("role", "user").put("content", text);
  }

  private static void addReply(ObjectNode request, JsonNode message) {
    ObjectNode reply = request.withArray("messages").addObject().put("role", "assistant");
    reply.set("content", message.path("content"));
  }

  private static ObjectNode addResult(ObjectNode request, String id) {
    ArrayNode content =
        request.withArray("messages").addObject().put("role", "user").putArray("content");
    return content
        .addObject()
        .put("type", "tool_result")
        .put("tool_use_id", id)
        .put("content", "20 degrees");
  }

  private static ObjectNode addTool(ObjectNode request, String name) {
    ObjectNode tool = request.withArray("tools").addObject().put("name", name);
    request.putObject("tool_choice").put("type", "auto");
    return tool.putObject("input_schema").put("type", "object");
  }

  private static void addFormat(ObjectNode request, JsonNode schema) {
    ObjectNode format = request.putObject("output_config").putObject("format");
    format.put("type", "json_schema").set("schema", schema);
  }

  private static List<JsonNode> streamed(ObjectNode request) throws Exception {
    ObjectNode streamed = request.deepCopy().put("stream", true);
    return SimulatedHttpClient.events(client.post("/v1/messages", streamed.toString()).body());
  }

  private static String text(JsonNode message) {
    JsonNode content = message.path("content");
    return content.get(content.size() - 1).path("text").asString();
  }

  private static String joined(List<JsonNode> events, String name) {
    var text = new StringBuilder();
    events.forEach(event -> text.append(event.path("delta").path(name).asString("")));
    return text.toString();
  }

  private static List<String> types(List<JsonNode> events) {
    return events.stream().map(event -> event.path("type").asString()).toList();
  }

  private static String error(HttpResponse<String> response) {
    return ReferenceValidator.read(response.body()).at("/error/message").asString();
  }

  private static String type(HttpResponse<String> response) {
    return ReferenceValidator.read(response.body()).at("/error/type").asString();
  }
}
