package org.atomicagents.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ObjectInputFilter;
import java.net.InetAddress;
import java.net.ServerSocket;
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
import tools.jackson.databind.node.ObjectNode;

class SimulatedProviderTest {
  private static final JsonNode SCHEMA =
      ReferenceValidator.read(
          """
          {"type":"object","required":["text","confidence"],"additionalProperties":false,
           "properties":{"text":{"type":"string"},
                         "confidence":{"type":"number","minimum":0,"maximum":1}}}
          """);

  private static SimulatedProvider provider;

  @BeforeAll
  static void start() {
    provider = SimulatedProvider.start();
  }

  @AfterAll
  static void close() {
    provider.close();
  }

  @Test
  void leavesTheDeserializationOfThisJvmUnfiltered() {
    SimulatedProvider.start().close();

    assertThat(ObjectInputFilter.Config.getSerialFilter()).isNull();
  }

  @Test
  void satisfiesRandomSchemasInEveryModeStreamedAndComplete() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed of the random schemas: " + seed);

    for (int i = 0; i < 120; i++) {
      JsonNode schema = new SatisfiableSchemaGenerator(seed + i).next();
      ObjectNode request =
          switch (i % 3) {
            case 0 -> ChatHttpClient.withSchema(schema);
            case 1 -> ChatHttpClient.withTool(schema);
            default -> ChatHttpClient.withSchemaInPrompt(schema);
          };

      String complete = ChatHttpClient.content(ChatHttpClient.complete(provider, request));
      String streamed = ChatHttpClient.content(ChatHttpClient.streamed(provider, request));

      assertThat(ReferenceValidator.errors(schema, complete))
          .as("seed %d: %s", seed + i, schema)
          .isEmpty();
      assertThat(streamed).isEqualTo(complete);
    }
  }

  @Test
  void keepsTheLatestRequestsOnly() throws Exception {
    FaultPlan faults = FaultPlan.seeded(0).with(Fault.slow(Duration.ofNanos(1)), 1);
    try (var limited = SimulatedProvider.builder().maxRecordedRequests(2).faults(faults).start();
        var none = SimulatedProvider.builder().maxRecordedRequests(0).start()) {
      for (String text : List.of("one", "two", "three")) {
        ObjectNode request = ChatHttpClient.withSchema(SCHEMA);
        addMessage(request, "user", text);
        ChatHttpClient.complete(limited, request);
        ChatHttpClient.complete(none, request);
      }

      assertThat(limited.requests()).hasSize(2);
      assertThat(limited.requests().getFirst().toString() + limited.requests().getFirst().body())
          .contains("two");
      assertThat(limited.injectedFaults()).containsValue(3);
      assertThat(none.requests()).isEmpty();
    }
  }

  @Test
  void sendsTheSameResponseStreamedAndComplete() throws Exception {
    ObjectNode request = ChatHttpClient.withSchema(SCHEMA);

    JsonNode complete = ChatHttpClient.complete(provider, request);
    List<JsonNode> chunks = ChatHttpClient.streamed(provider, request);

    assertThat(chunks.getLast().get("usage")).isEqualTo(complete.get("usage"));
    assertThat(chunks).allMatch(chunk -> chunk.get("id").equals(complete.get("id")));
    assertThat(complete.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
    assertThat(chunks.get(chunks.size() - 2).at("/choices/0/finish_reason").asString())
        .isEqualTo("stop");
    assertThat(chunks.getFirst().at("/choices/0/delta/role").asString()).isEqualTo("assistant");
    assertThat(chunks).hasSize(complete.at("/usage/completion_tokens").asInt() + 3);
  }

  @Test
  void reportsUsageInAStreamOnlyOnRequest() throws Exception {
    HttpResponse<String> response =
        ChatHttpClient.send(provider, ChatHttpClient.request("hello").put("stream", true));

    assertThat(ChatHttpClient.chunks(response.body())).noneMatch(chunk -> chunk.has("usage"));
    assertThat(response.headers().firstValue("content-type"))
        .hasValue("text/event-stream; charset=utf-8");
    assertThat(response.headers().firstValue("x-request-id").orElseThrow()).startsWith("req_");
  }

  @Test
  void callsAnyToolWhenToolChoiceIsRequired() throws Exception {
    ObjectNode request = ChatHttpClient.withTool(SCHEMA).put("tool_choice", "required");

    JsonNode complete = ChatHttpClient.complete(provider, request);

    assertThat(complete.at("/choices/0/message/tool_calls/0/function/name").asString())
        .isEqualTo("answer");
    assertThat(complete.at("/choices/0/finish_reason").asString()).isEqualTo("tool_calls");
    assertThat(ReferenceValidator.errors(SCHEMA, ChatHttpClient.content(complete))).isEmpty();
  }

  @Test
  void writesProseAboutTheQuestionWithoutASchema() throws Exception {
    String content =
        ChatHttpClient.content(
            ChatHttpClient.complete(provider, ChatHttpClient.request("Tell me about volcanoes!")));

    assertThat(content).containsIgnoringCase("volcanoes").endsWith(".");
  }

  @ParameterizedTest
  @ValueSource(strings = {"user", "assistant", "tool", "system", "developer"})
  void readsTheRequestedSchemaFromTheFirstMessageOnly(String role) throws Exception {
    ObjectNode request = ChatHttpClient.withSchemaInPrompt(SCHEMA);
    addMessage(request, role, "{\"type\":\"array\",\"minItems\":2,\"maxItems\":1}");

    String content = ChatHttpClient.content(ChatHttpClient.complete(provider, request));

    assertThat(ReferenceValidator.errors(SCHEMA, content)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"user", "assistant", "tool", "system", "developer"})
  void returnsProseWhenOnlyALaterMessageLooksLikeASchema(String role) throws Exception {
    ObjectNode request = ChatHttpClient.request("Tell me about volcanoes!");
    addMessage(request, role, "{\"type\":\"integer\"}");

    assertThat(ChatHttpClient.content(ChatHttpClient.complete(provider, request))).endsWith(".");
  }

  @Test
  void returnsConstantsThatLookLikeSchemasUnchanged() throws Exception {
    JsonNode schema =
        ReferenceValidator.read(
            "{\"const\":{\"type\":\"string\",\"description\":\"minLength: 3\"}}");

    String content =
        ChatHttpClient.content(
            ChatHttpClient.complete(provider, ChatHttpClient.withSchema(schema)));

    assertThat(ReferenceValidator.read(content)).isEqualTo(schema.get("const"));
  }

  @Test
  void returnsAnObjectInJsonObjectMode() throws Exception {
    ObjectNode request = ChatHttpClient.request("hello");
    request.putObject("response_format").put("type", "json_object");

    assertThat(
            ReferenceValidator.read(
                    ChatHttpClient.content(ChatHttpClient.complete(provider, request)))
                .isObject())
        .isTrue();
  }

  @Test
  void truncatesAResponseAtMaxTokens() throws Exception {
    ObjectNode request = ChatHttpClient.request("hello").put("max_completion_tokens", 3);

    JsonNode complete = ChatHttpClient.complete(provider, request);

    assertThat(complete.at("/choices/0/finish_reason").asString()).isEqualTo("length");
    assertThat(complete.at("/usage/completion_tokens").asInt()).isEqualTo(3);
    assertThat(ChatHttpClient.content(ChatHttpClient.streamed(provider, request)))
        .isEqualTo(ChatHttpClient.content(complete));
  }

  @Test
  void endsBeforeAStopSequence() throws Exception {
    ObjectNode request = ChatHttpClient.request("hello");
    request.putArray("stop").add(".");

    JsonNode complete = ChatHttpClient.complete(provider, request);

    assertThat(ChatHttpClient.content(complete)).isNotEmpty().doesNotContain(".");
    assertThat(complete.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
  }

  @Test
  void returnsTheSameResponseForTheSameSeedOnly() throws Exception {
    ObjectNode request = ChatHttpClient.withSchema(SCHEMA);
    try (var same = SimulatedProvider.start();
        var other = SimulatedProvider.builder().seed(1).start()) {
      JsonNode first = ChatHttpClient.complete(provider, request);

      assertThat(ChatHttpClient.complete(same, request).get("choices"))
          .isEqualTo(first.get("choices"));
      assertThat(ChatHttpClient.complete(other, request).get("choices"))
          .isNotEqualTo(first.get("choices"));
    }
  }

  @Test
  void sendsErrorsInTheFormatOfOpenAi() throws Exception {
    ObjectNode withoutMessages = ChatHttpClient.request("hello");
    withoutMessages.remove("messages");

    assertError(
        ChatHttpClient.send(provider, "/completions", "{}"),
        404,
        "Unknown request URL: POST /v1/completions. Please check the URL for typos.");
    assertError(
        ChatHttpClient.send(provider, withoutMessages),
        400,
        "Missing required parameter: 'messages'.");
    assertError(
        ChatHttpClient.send(provider, "/chat/completions", "[]"),
        400,
        "We could not parse the JSON body of your request: expected an object.");
    assertError(
        ChatHttpClient.get(provider, "/chat/completions"), 405, "Only POST requests are accepted.");
    assertThat(ChatHttpClient.send(provider, "/chat/completions", "{\"a\":").statusCode())
        .isEqualTo(400);
  }

  @Test
  void reportsWhyNoValueSatisfiesASchema() throws Exception {
    JsonNode schema =
        ReferenceValidator.read("{\"type\":\"string\",\"minLength\":4,\"maxLength\":3}");

    assertError(
        ChatHttpClient.send(provider, ChatHttpClient.withSchema(schema)),
        400,
        "Invalid schema in 'response_format': No value found for the schema at #: "
            + "minLength 4 is above maxLength 3");
  }

  @Test
  void rejectsInvalidSchemas() throws Exception {
    assertError(
        ChatHttpClient.send(
            provider, ChatHttpClient.withTool(ReferenceValidator.read("{\"type\":\"text\"}"))),
        400,
        "Invalid schema in 'tools': No value found for the schema at #: "
            + "the type \"text\" is unknown");
    HttpResponse<String> textForNumber =
        ChatHttpClient.send(
            provider, ChatHttpClient.withTool(ReferenceValidator.read("{\"minimum\":\"a\"}")));
    assertThat(textForNumber.statusCode()).isEqualTo(400);
    assertThat(textForNumber.body()).contains("Invalid schema in 'tools'");
  }

  @Test
  void acceptsOnlyTheConfiguredModels() throws Exception {
    try (var restricted = SimulatedProvider.builder().models("a", "gpt-5-mini").start()) {
      assertThat(ChatHttpClient.send(restricted, ChatHttpClient.request("hello")).statusCode())
          .isEqualTo(200);
      assertError(
          ChatHttpClient.send(restricted, ChatHttpClient.request("hello").put("model", "b")),
          404,
          "The model `b` does not exist or you do not have access to it.");
      assertThat(
              ReferenceValidator.read(ChatHttpClient.get(restricted, "/models").body())
                  .at("/data/1/id")
                  .asString())
          .isEqualTo("gpt-5-mini");
    }
  }

  @Test
  void requiresItsApiKeyAndDoesNotRecordIt() throws Exception {
    try (var locked = SimulatedProvider.builder().apiKey("sk-sesame").start()) {
      ObjectNode request = ChatHttpClient.request("hello");

      assertError(
          ChatHttpClient.send(locked, request),
          401,
          "You didn't provide an API key. "
              + "Provide it in an Authorization header using Bearer auth.");
      assertError(
          ChatHttpClient.send(locked, request, "Authorization", "Bearer wrong"),
          401,
          "Incorrect API key provided.");
      assertThat(
              ChatHttpClient.send(locked, request, "Authorization", "Bearer sk-sesame")
                  .statusCode())
          .isEqualTo(200);
      assertThat(
              ChatHttpClient.send(locked, request, "api-key", "sk-sesame", "X-App", "a")
                  .statusCode())
          .isEqualTo(200);

      assertThat(locked.requests()).hasSize(4);
      assertThat(locked.requests().toString()).doesNotContain("sesame").doesNotContain("wrong");
      RecordedRequest last = locked.requests().getLast();
      assertThat(last.method()).isEqualTo("POST");
      assertThat(last.path()).isEqualTo("/v1/chat/completions");
      assertThat(last.headers())
          .containsEntry("api-key", List.of("(hidden)"))
          .containsEntry("x-app", List.of("a"));
      assertThat(ReferenceValidator.read(last.body())).isEqualTo(request);
    }
  }

  @Test
  void freesItsPortWhenClosed() throws Exception {
    var closed = SimulatedProvider.start();
    int port = closed.baseUrl().getPort();

    closed.close();

    try (var restarted = SimulatedProvider.builder().port(port).start()) {
      assertThat(restarted.baseUrl().getPort()).isEqualTo(port);
    }
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(socket.isBound()).isTrue();
    }
  }

  @Test
  void rejectsInvalidSettings() {
    assertThatThrownBy(() -> SimulatedProvider.builder().chunkTokens(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("chunkTokens: expected 1 or more, found 0");
  }

  private static void addMessage(ObjectNode request, String role, String content) {
    request.withArray("messages").addObject().put("role", role).put("content", content);
  }

  private static void assertError(HttpResponse<String> response, int status, String message) {
    JsonNode error = ReferenceValidator.read(response.body()).path("error");
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(error.path("message").asString()).isEqualTo(message);
    assertThat(error.path("type").asString()).isEqualTo("invalid_request_error");
    assertThat(error.propertyNames()).containsExactly("message", "type", "param", "code");
  }
}
