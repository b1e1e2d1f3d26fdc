package org.atomicagents.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.gemini.GeminiResponses.HELLO;
import static org.atomicagents.gemini.GeminiResponses.JSON;
import static org.atomicagents.gemini.GeminiResponses.NEWEST;
import static org.atomicagents.gemini.GeminiResponses.SSE;
import static org.atomicagents.gemini.GeminiResponses.error;
import static org.atomicagents.gemini.GeminiResponses.event;
import static org.atomicagents.gemini.GeminiResponses.isStream;
import static org.atomicagents.gemini.GeminiResponses.open;
import static org.atomicagents.gemini.GeminiResponses.response;
import static org.atomicagents.gemini.GeminiResponses.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.TransportException;
import org.atomicagents.http.ApiKey;
import org.atomicagents.internal.http.LoopbackServer;
import org.atomicagents.internal.provider.CollectedResponse;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.ResponseMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests of the Gemini API over HTTP: addresses, failures, and conversations. */
class GeminiOverHttpTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String END = event("{\"text\":\"\"}", "STOP");
  private static final String ANSWER = "{\\\"chatMessage\\\":\\\"A\\\"}";

  @Test
  void sendsRequestsToTheAddressOfTheModel() throws Exception {
    try (var server = LoopbackServer.answering(200, SSE, HELLO + END);
        var client = Gemini.builder().baseUrl(server.uri("")).apiKey(ApiKey.of("secret")).build()) {
      assertThat(text(client.model(NEWEST), true)).isEqualTo("Hello");

      var received = server.takeRequest();
      assertThat(received.method() + " " + received.path())
          .isEqualTo("POST /v1beta/models/gemini-3.8-flash:streamGenerateContent?alt=sse");
      assertThat(received.headers().get("x-goog-api-key")).isEqualTo("secret");
      assertThat(received.headers()).doesNotContainKey("authorization");
    }
  }

  @Test
  void aBaseUrlWithAVersionIsKept() throws Exception {
    String vertex = "/v1/projects/p/locations/global/publishers/google";
    try (var server = LoopbackServer.answering(200, JSON, response("{\"text\":\"Hi\"}", "STOP"));
        var client = Gemini.at(server.uri(vertex))) {
      assertThat(text(client.model(NEWEST), false)).isEqualTo("Hi");
      assertThat(text(client.model("tunedModels/mine 1"), false)).isEqualTo("Hi");

      assertThat(server.takeRequest().path())
          .isEqualTo(vertex + "/models/gemini-3.8-flash:generateContent");
      assertThat(server.takeRequest().path())
          .isEqualTo(vertex + "/tunedModels/mine%201:generateContent");
    }
  }

  @Test
  void theKeyIsNeverRevealed() {
    String body = "{\"error\":{\"code\":400,\"message\":\"Bad key AIza-secret-key\"}}";
    try (var server = LoopbackServer.answering(400, JSON, body);
        var client =
            Gemini.builder().baseUrl(server.uri("")).apiKey(ApiKey.of("AIza-secret-key")).build()) {
      assertThat(client.toString() + client.identity() + client.model(NEWEST))
          .doesNotContain("secret");
      assertThatThrownBy(() -> text(client.model(NEWEST), false))
          .isInstanceOf(BadRequestException.class)
          .hasMessageNotContaining("secret");
    }
  }

  /** Google returns such a call with an explanation only, and no content. */
  @ParameterizedTest
  @ValueSource(strings = {",\"finishMessage\":\"Malformed function call: f({\"", ""})
  void aMalformedCallIsAskedForAgain(String message) {
    String malformed =
        "{\"candidates\":[{\"content\":{\"parts\":[{\"thoughtSignature\":\"s\"}]},"
            + "\"finishReason\":\"MALFORMED_FUNCTION_CALL\""
            + message
            + "}]}";
    try (var server =
            LoopbackServer.start((request, client) ->
                client.respond(
                    200,
                    JSON,
                    request.body().contains("\"role\":\"model\"")
                        ? answer(request.body())
                        : malformed));
        var client = Gemini.at(server.uri(""))) {
      AtomicAgent<BasicChatInput, BasicChatOutput> agent =
          AtomicAgent.builder(BasicChatInput.class, BasicChatOutput.class, client.model(NEWEST))
              .mode(ResponseMode.TOOL_CALL)
              .build();

      assertThat(agent.call(new BasicChatInput("Hi")).requests()).isEqualTo(2);
    }
  }

  @Test
  void thoughtsAreReasoning() {
    String body =
        response(
            "{\"text\":\"Let me see.\",\"thought\":true},{\"text\":\"42\"}",
            "STOP",
            "\"usageMetadata\":{\"promptTokenCount\":10,\"cachedContentTokenCount\":4,"
                + "\"candidatesTokenCount\":2,\"thoughtsTokenCount\":30,"
                + "\"toolUsePromptTokenCount\":5,\"promptTokensDetails\":"
                + "[{\"modality\":\"TEXT\",\"tokenCount\":7},"
                + "{\"modality\":\"AUDIO\",\"tokenCount\":3}]}");
    try (var server = LoopbackServer.answering(200, JSON, body);
        var client = Gemini.at(server.uri(""));
        var exchange = open(client.model(NEWEST), false)) {
      var response = CollectedResponse.of(exchange);

      assertThat(response.reasoning()).isEqualTo("Let me see.");
      assertThat(response.text()).isEqualTo("42");
      assertThat(response.usage()).isEqualTo(new Usage(15, 32, 4, 0, 30, 3, 0));
      assertThat(response.opaque()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"JSON_SCHEMA", "TOOL_CALL", "JSON_OBJECT", "PROMPTED_JSON"})
  void anAgentRunsInEachModeAndRequestsAreValid(String mode) throws Exception {
    try (var server = echoServer();
        var client = Gemini.at(server.uri(""))) {
      AtomicAgent<BasicChatInput, BasicChatOutput> agent =
          AtomicAgent.builder(BasicChatInput.class, BasicChatOutput.class, client.model(NEWEST))
              .mode(ResponseMode.valueOf(mode))
              .build();
      var options = RunOptions.history(ChatHistory.unbounded());
      assertThat(agent.run(new BasicChatInput("Hi"), options).chatMessage()).isEqualTo("A");
      try (var stream = agent.stream(new BasicChatInput("And now?"), options)) {
        assertThat(stream.result().chatMessage()).isEqualTo("A");
      }

      for (int i = 0; i < 2; i++) {
        String body = server.takeRequest().body();
        assertThat(GeminiRequestChecker.violations(NEWEST, body)).as(body).isEmpty();
      }
    }
  }

  @Test
  void aReAskOfACallIsAResultOfTheCall() throws Exception {
    String wrong =
        response(
            "{\"functionCall\":{\"id\":\"c1\",\"name\":\"%s\",\"args\":{\"chatMessage\":{}}},"
                + "\"thoughtSignature\":\"sig\"}",
            "STOP");
    try (var server =
            LoopbackServer.start((request, client) -> {
              String body =
                  request.body().contains("functionResponse")
                      ? answer(request.body())
                      : wrong.formatted(function(request.body()));
              client.respond(200, JSON, body);
            });
        var client = Gemini.at(server.uri(""))) {
      AtomicAgent<BasicChatInput, BasicChatOutput> agent =
          AtomicAgent.builder(BasicChatInput.class, BasicChatOutput.class, client.model(NEWEST))
              .mode(ResponseMode.TOOL_CALL)
              .build();
      assertThat(agent.run(new BasicChatInput("Hi")).chatMessage()).isEqualTo("A");

      server.takeRequest();
      String body = server.takeRequest().body();
      assertThat(GeminiRequestChecker.violations(NEWEST, body)).as(body).isEmpty();
      assertThat(body).contains("\"thoughtSignature\":\"").contains("\"id\":\"c1\"");
    }
  }

  @Test
  void signaturesAreReplayedToTheSameModelOnly() throws Exception {
    String signed = response("{\"text\":\"" + ANSWER + "\",\"thoughtSignature\":\"s+/=\"}", "STOP");
    try (var server = LoopbackServer.answering(200, JSON, signed);
        var client = Gemini.at(server.uri(""))) {
      var agent = AtomicAgent.of(client.model(NEWEST));
      var options = RunOptions.history(ChatHistory.unbounded());
      for (String model : List.of(NEWEST, "gemini-3.7-flash", NEWEST)) {
        agent.run(new BasicChatInput("Hi"), options.withModel(client.model(model)));
      }

      server.takeRequest();
      assertThat(server.takeRequest().body()).doesNotContain("thoughtSignature");
      JsonNode contents = MAPPER.readTree(server.takeRequest().body()).path("contents");
      assertThat(contents.at("/1/parts/0/thoughtSignature").asString()).isEqualTo("s+/=");
      assertThat(contents.at("/3/parts/0").has("thoughtSignature")).isFalse();
    }
  }

  @Test
  void refusedSignaturesAreOmitted() throws Exception {
    String signed = response("{\"text\":\"" + ANSWER + "\",\"thoughtSignature\":\"old\"}", "STOP");
    String refusal = error(400, "INVALID_ARGUMENT", "Corrupted thought signature.", "");
    try (var server =
            LoopbackServer.start((request, client) -> {
              boolean isSigned = request.body().contains("\"old\"");
              client.respond(isSigned ? 400 : 200, JSON, isSigned ? refusal : signed);
            });
        var client = Gemini.at(server.uri(""))) {
      var refused = new ArrayList<AgentEvent>();
      var options =
          RunOptions.history(ChatHistory.unbounded())
              .withListener(event -> {
                if (event instanceof AgentEvent.OpaquePartsRefused) {
                  refused.add(event);
                }
              });
      var agent = AtomicAgent.of(client.model(NEWEST));
      agent.run(new BasicChatInput("Hi"), options);

      assertThat(agent.call(new BasicChatInput("Hi"), options).requests()).isEqualTo(2);
      assertThat(refused).hasSize(1);
    }
  }

  @Test
  void aModeThatTheModelDoesNotHaveIsReplaced() throws Exception {
    String refusal =
        error(400, "INVALID_ARGUMENT", "JSON mode is not enabled for models/gemma-x", "");
    try (var server =
            LoopbackServer.start((request, client) -> {
              boolean isJson = request.body().contains("responseMimeType");
              client.respond(isJson ? 400 : 200, JSON, isJson ? refusal : answer(request.body()));
            });
        var client = Gemini.at(server.uri(""))) {
      var agent = AtomicAgent.of(client.model("gemma-x"));

      assertThat(agent.call(new BasicChatInput("Hi")).requests()).isEqualTo(2);
      assertThat(agent.call(new BasicChatInput("Hi")).requests()).isOne();
    }
  }

  @Test
  void countsTheTokensOfARequest() throws Exception {
    try (var server = LoopbackServer.answering(200, JSON, "{\"totalTokens\":31}");
        var client = Gemini.at(server.uri(""))) {
      ModelRequest request =
          ModelRequest.of(NEWEST, List.of(Message.system("Be brief."), Message.user("Hi")));

      assertThat(client.countTokens(request, Duration.ofSeconds(30))).isEqualTo(31);

      var received = server.takeRequest();
      assertThat(received.path()).isEqualTo("/v1beta/models/gemini-3.8-flash:countTokens");
      assertThat(received.body())
          .isEqualTo(
              "{\"generateContentRequest\":{\"model\":\"models/gemini-3.8-flash\","
                  + "\"systemInstruction\":{\"parts\":[{\"text\":\"Be brief.\"}]},"
                  + "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]}}");
    }
  }

  @Test
  void aRequestWithoutRulesIsCountedByThoseOfTheFamily() throws Exception {
    try (var server = LoopbackServer.answering(200, JSON, "{\"totalTokens\":31}");
        var client = Gemini.at(server.uri(""))) {
      ModelRequest request =
          ModelRequest.of("gemma-3-4b-it", List.of(Message.system("a"), Message.user("b")));

      client.countTokens(request, Duration.ofSeconds(30));

      assertThat(server.takeRequest().body()).doesNotContain("systemInstruction");
    }
  }

  @Test
  void anythingElseThanANumberOfTokensIsAnError() {
    for (String body : List.of("{}", "<html>", "{\"totalTokens\":\"many\"}")) {
      try (var server = LoopbackServer.answering(200, JSON, body);
          var client = Gemini.at(server.uri(""))) {
        ModelRequest request = ModelRequest.of(NEWEST, List.of(Message.user("Hi")));
        assertThatThrownBy(() -> client.countTokens(request, Duration.ofSeconds(30)))
            .as(body)
            .isInstanceOf(TransportException.class)
            .hasMessageContaining("something other than a number of tokens");
      }
    }
  }

  @Test
  void listsTheModelsOfAllPages() throws Exception {
    try (var server =
            LoopbackServer.start((request, client) ->
                client.respond(
                    200,
                    JSON,
                    request.path().contains("pageToken")
                        ? "{\"models\":[{\"name\":\"models/b\"}]}"
                        : "{\"models\":[{\"name\":\"models/a\"}],\"nextPageToken\":\"2/=\"}"));
        var client = Gemini.at(server.uri(""))) {
      assertThat(client.models(Duration.ofSeconds(30))).containsExactly("a", "b");

      assertThat(server.takeRequest().path()).isEqualTo("/v1beta/models?pageSize=1000");
      assertThat(server.takeRequest().path())
          .isEqualTo("/v1beta/models?pageSize=1000&pageToken=2%2F%3D");
    }
  }

  /** Starts a server that responds with an output, in the mode of the request. */
  private static LoopbackServer echoServer() {
    return LoopbackServer.start((request, client) -> {
      String answer = answer(request.body());
      client.respond(
          200,
          isStream(request) ? SSE : JSON,
          isStream(request) ? "data: " + answer + "\n\n" : answer);
    });
  }

  private static String answer(String request) {
    String function = function(request);
    String part =
        function.isEmpty()
            ? "{\"text\":\"" + ANSWER + "\"}"
            : "{\"functionCall\":{\"name\":\""
                + function
                + "\",\"args\":{\"chatMessage\":\"A\"}},\"thoughtSignature\":\"sig\"}";
    return response(part, "STOP");
  }

  private static String function(String request) {
    return MAPPER.readTree(request).at("/tools/0/functionDeclarations/0/name").asString("");
  }
}
