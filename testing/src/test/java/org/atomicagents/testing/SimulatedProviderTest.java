package org.atomicagents.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.util.List;
import org.atomicagents.testing.internal.Oracle;
import org.atomicagents.testing.internal.RandomSchemas;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class SimulatedProviderTest {
  private static final JsonNode SCHEMA =
      Oracle.read(
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
  void satisfiesRandomSchemasHoweverTheyAreAskedForStreamedAndWhole() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed of the random schemas: " + seed);

    for (int i = 0; i < 120; i++) {
      JsonNode schema = new RandomSchemas(seed + i).next();
      ObjectNode request =
          switch (i % 3) {
            case 0 -> Chat.withSchema(schema);
            case 1 -> Chat.withTool(schema);
            default -> Chat.withWords(schema);
          };

      String whole = Chat.said(Chat.whole(provider, request));
      String streamed = Chat.said(Chat.streamed(provider, request));

      assertThat(Oracle.objections(schema, whole)).as("seed %d: %s", seed + i, schema).isEmpty();
      assertThat(streamed).isEqualTo(whole);
    }
  }

  @Test
  void tellsTheSameWholeAndStreamed() throws Exception {
    ObjectNode request = Chat.withSchema(SCHEMA);

    JsonNode whole = Chat.whole(provider, request);
    List<JsonNode> chunks = Chat.streamed(provider, request);

    assertThat(chunks.getLast().get("usage")).isEqualTo(whole.get("usage"));
    assertThat(chunks).allMatch(chunk -> chunk.get("id").equals(whole.get("id")));
    assertThat(whole.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
    assertThat(chunks.get(chunks.size() - 2).at("/choices/0/finish_reason").asString())
        .isEqualTo("stop");
    assertThat(chunks.getFirst().at("/choices/0/delta/role").asString()).isEqualTo("assistant");
    assertThat(chunks).hasSize(whole.at("/usage/completion_tokens").asInt() + 3);
  }

  @Test
  void reportsUsageInAStreamOnlyIfAsked() throws Exception {
    HttpResponse<String> response = Chat.send(provider, Chat.request("hello").put("stream", true));

    assertThat(Chat.chunks(response.body())).noneMatch(chunk -> chunk.has("usage"));
    assertThat(response.headers().firstValue("content-type"))
        .hasValue("text/event-stream; charset=utf-8");
    assertThat(response.headers().firstValue("x-request-id").orElseThrow()).startsWith("req_");
  }

  @Test
  void callsAToolOfItsChoiceWhenOneIsRequired() throws Exception {
    ObjectNode request = Chat.withTool(SCHEMA).put("tool_choice", "required");

    JsonNode whole = Chat.whole(provider, request);

    assertThat(whole.at("/choices/0/message/tool_calls/0/function/name").asString())
        .isEqualTo("answer");
    assertThat(whole.at("/choices/0/finish_reason").asString()).isEqualTo("tool_calls");
    assertThat(Oracle.objections(SCHEMA, Chat.said(whole))).isEmpty();
  }

  @Test
  void writesProseAboutTheQuestionWhenNoSchemaIsAskedFor() throws Exception {
    String said = Chat.said(Chat.whole(provider, Chat.request("Tell me about volcanoes!")));

    assertThat(said).containsIgnoringCase("volcanoes").endsWith(".");
  }

  @ParameterizedTest
  @ValueSource(strings = {"user", "assistant", "tool", "system", "developer"})
  void readsTheRequestedSchemaFromTheFirstMessageOnly(String role) throws Exception {
    ObjectNode request = Chat.withWords(SCHEMA);
    addMessage(request, role, "{\"type\":\"array\",\"minItems\":2,\"maxItems\":1}");

    String said = Chat.said(Chat.whole(provider, request));

    assertThat(Oracle.objections(SCHEMA, said)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"user", "assistant", "tool", "system", "developer"})
  void returnsProseWhenOnlyALaterMessageLooksLikeASchema(String role) throws Exception {
    ObjectNode request = Chat.request("Tell me about volcanoes!");
    addMessage(request, role, "{\"type\":\"integer\"}");

    assertThat(Chat.said(Chat.whole(provider, request))).endsWith(".");
  }

  @Test
  void returnsSchemaConstantsUnchangedWhateverTheyDescribe() throws Exception {
    JsonNode schema =
        Oracle.read("{\"const\":{\"type\":\"string\",\"description\":\"minLength: 3\"}}");

    String said = Chat.said(Chat.whole(provider, Chat.withSchema(schema)));

    assertThat(Oracle.read(said)).isEqualTo(schema.get("const"));
  }

  @Test
  void answersSomeObjectWhenOnlyJsonIsAskedFor() throws Exception {
    ObjectNode request = Chat.request("hello");
    request.putObject("response_format").put("type", "json_object");

    assertThat(Oracle.read(Chat.said(Chat.whole(provider, request))).isObject()).isTrue();
  }

  @Test
  void cutsAnAnswerThatIsTooLong() throws Exception {
    ObjectNode request = Chat.request("hello").put("max_completion_tokens", 3);

    JsonNode whole = Chat.whole(provider, request);

    assertThat(whole.at("/choices/0/finish_reason").asString()).isEqualTo("length");
    assertThat(whole.at("/usage/completion_tokens").asInt()).isEqualTo(3);
    assertThat(Chat.said(Chat.streamed(provider, request))).isEqualTo(Chat.said(whole));
  }

  @Test
  void endsBeforeAStopText() throws Exception {
    ObjectNode request = Chat.request("hello");
    request.putArray("stop").add(".");

    JsonNode whole = Chat.whole(provider, request);

    assertThat(Chat.said(whole)).isNotEmpty().doesNotContain(".");
    assertThat(whole.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
  }

  @Test
  void givesTheSameAnswerForTheSameSeedOnly() throws Exception {
    ObjectNode request = Chat.withSchema(SCHEMA);
    try (var same = SimulatedProvider.start();
        var other = SimulatedProvider.builder().seed(1).start()) {
      JsonNode once = Chat.whole(provider, request);

      assertThat(Chat.whole(same, request).get("choices")).isEqualTo(once.get("choices"));
      assertThat(Chat.whole(other, request).get("choices")).isNotEqualTo(once.get("choices"));
    }
  }

  @Test
  void answersErrorsInTheShapeOfTheProvider() throws Exception {
    ObjectNode withoutMessages = Chat.request("hello");
    withoutMessages.remove("messages");

    assertError(
        Chat.send(provider, "/completions", "{}"),
        404,
        "Unknown request URL: POST /v1/completions. Please check the URL for typos.");
    assertError(
        Chat.send(provider, withoutMessages), 400, "Missing required parameter: 'messages'.");
    assertError(
        Chat.send(provider, "/chat/completions", "[]"),
        400,
        "We could not parse the JSON body of your request: expected an object.");
    assertError(Chat.get(provider, "/chat/completions"), 405, "Only POST requests are accepted.");
    assertThat(Chat.send(provider, "/chat/completions", "{\"a\":").statusCode()).isEqualTo(400);
  }

  @Test
  void saysWhyASchemaHasNoAnswer() throws Exception {
    JsonNode schema = Oracle.read("{\"type\":\"string\",\"minLength\":4,\"maxLength\":3}");

    assertError(
        Chat.send(provider, Chat.withSchema(schema)),
        400,
        "Invalid schema in 'response_format': No value found for the schema at #: "
            + "minLength 4 is above maxLength 3");
  }

  @Test
  void refusesASchemaThatIsNone() throws Exception {
    assertError(
        Chat.send(provider, Chat.withTool(Oracle.read("{\"type\":\"text\"}"))),
        400,
        "Invalid schema in 'tools': No value found for the schema at #: "
            + "the type \"text\" is unknown");
    HttpResponse<String> wordForNumber =
        Chat.send(provider, Chat.withTool(Oracle.read("{\"minimum\":\"a\"}")));
    assertThat(wordForNumber.statusCode()).isEqualTo(400);
    assertThat(wordForNumber.body()).contains("Invalid schema in 'tools'");
  }

  @Test
  void knowsOnlyTheModelsThatItWasGiven() throws Exception {
    try (var restricted = SimulatedProvider.builder().models("a", "gpt-5-mini").start()) {
      assertThat(Chat.send(restricted, Chat.request("hello")).statusCode()).isEqualTo(200);
      assertError(
          Chat.send(restricted, Chat.request("hello").put("model", "b")),
          404,
          "The model `b` does not exist or you do not have access to it.");
      assertThat(Oracle.read(Chat.get(restricted, "/models").body()).at("/data/1/id").asString())
          .isEqualTo("gpt-5-mini");
    }
  }

  @Test
  void wantsItsKeyAndForgetsIt() throws Exception {
    try (var locked = SimulatedProvider.builder().apiKey("sk-sesame").start()) {
      ObjectNode request = Chat.request("hello");

      assertError(
          Chat.send(locked, request),
          401,
          "You didn't provide an API key. "
              + "Provide it in an Authorization header using Bearer auth.");
      assertError(
          Chat.send(locked, request, "Authorization", "Bearer wrong"),
          401,
          "Incorrect API key provided.");
      assertThat(Chat.send(locked, request, "Authorization", "Bearer sk-sesame").statusCode())
          .isEqualTo(200);
      assertThat(Chat.send(locked, request, "api-key", "sk-sesame", "X-App", "a").statusCode())
          .isEqualTo(200);

      assertThat(locked.requests()).hasSize(4);
      assertThat(locked.requests().toString()).doesNotContain("sesame").doesNotContain("wrong");
      RecordedRequest last = locked.requests().getLast();
      assertThat(last.method()).isEqualTo("POST");
      assertThat(last.path()).isEqualTo("/v1/chat/completions");
      assertThat(last.headers())
          .containsEntry("api-key", List.of("(hidden)"))
          .containsEntry("x-app", List.of("a"));
      assertThat(Oracle.read(last.body())).isEqualTo(request);
    }
  }

  @Test
  void freesItsPort() throws Exception {
    var closed = SimulatedProvider.start();
    int port = closed.baseUrl().getPort();

    closed.close();

    try (var again = SimulatedProvider.builder().port(port).start()) {
      assertThat(again.baseUrl().getPort()).isEqualTo(port);
    }
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(socket.isBound()).isTrue();
    }
  }

  @Test
  void refusesSettingsThatMakeNoSense() {
    assertThatThrownBy(() -> SimulatedProvider.builder().chunkTokens(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("chunkTokens: expected 1 or more, found 0");
  }

  private static void addMessage(ObjectNode request, String role, String content) {
    request.withArray("messages").addObject().put("role", role).put("content", content);
  }

  private static void assertError(HttpResponse<String> response, int status, String message) {
    JsonNode error = Oracle.read(response.body()).path("error");
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(error.path("message").asString()).isEqualTo(message);
    assertThat(error.path("type").asString()).isEqualTo("invalid_request_error");
    assertThat(error.propertyNames()).containsExactly("message", "type", "param", "code");
  }
}
