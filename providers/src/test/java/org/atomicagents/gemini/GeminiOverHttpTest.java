package org.atomicagents.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ContextTooLargeException;
import org.atomicagents.error.EmptyResponseException;
import org.atomicagents.error.ModelRefusalException;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.RateLimitedException.Kind;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.UnauthorizedException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.http.ApiKey;
import org.atomicagents.internal.http.LoopbackServer;
import org.atomicagents.internal.provider.CollectedResponse;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.model.RunContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests of the Gemini API over HTTP: addresses, failures, and conversations. */
class GeminiOverHttpTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String NEWEST = "gemini-3.8-flash";
  private static final String JSON = "application/json";
  private static final String SSE = "text/event-stream";
  private static final String HELLO = event("{\"text\":\"Hel\"},{\"text\":\"lo\"}", "");
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

  @Test
  void aCutStreamIsAnIncompleteResponse() {
    for (String cut : List.of("", HELLO, HELLO + "data: {\"candidates\":[{\"content\":")) {
      try (var server = LoopbackServer.answering(200, SSE, cut);
          var client = Gemini.at(server.uri(""))) {
        assertThatThrownBy(() -> text(client.model(NEWEST), true))
            .as(cut)
            .isInstanceOfSatisfying(
                TransportException.class, e -> assertThat(e.isRetryable()).isTrue())
            .hasMessageContaining("an incomplete stream");
      }
    }
  }

  @Test
  void garbageIsAViolationOfTheProtocol() {
    for (String garbage : List.of("<html>", "[]", "{}", "{\"choices\":[]}", "null", "\u0000")) {
      try (var server = LoopbackServer.answering(200, JSON, garbage);
          var client = Gemini.at(server.uri(""))) {
        assertThatThrownBy(() -> text(client.model(NEWEST), false))
            .as(garbage)
            .isInstanceOf(TransportException.class)
            .hasMessageContaining("google returned ");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anInterruptEndsAStream(boolean isVirtual) throws Exception {
    try (var server =
            LoopbackServer.start((request, client) -> {
              client.begin(200, SSE);
              client.chunk(HELLO);
              client.awaitHangUp();
            });
        var client = Gemini.at(server.uri(""))) {
      var reading = new CountDownLatch(1);
      var outcome = new CompletableFuture<Throwable>();
      Runnable work =
          () ->
              outcome.complete(
                  catchThrowable(() -> {
                    try (var exchange = open(client.model(NEWEST), true)) {
                      exchange.forEach(event -> reading.countDown());
                    }
                  }));
      Thread reader =
          isVirtual ? Thread.ofVirtual().start(work) : Thread.ofPlatform().daemon().start(work);
      reading.await();

      reader.interrupt();

      assertThat(outcome.get()).isInstanceOf(CancelledException.class);
      server.takeHangUp();
    }
  }

  @Test
  void errorsHaveTheirKind() {
    assertFailure(
        400,
        error(400, "INVALID_ARGUMENT", "API key not valid.", reason("API_KEY_INVALID")),
        UnauthorizedException.class);
    assertFailure(403, error(403, "PERMISSION_DENIED", "No.", ""), UnauthorizedException.class);
    assertFailure(404, error(404, "NOT_FOUND", "No model.", ""), BadRequestException.class);
    assertFailure(500, error(500, "INTERNAL", "Sorry.", ""), UnavailableException.class);
    assertFailure(503, error(503, "UNAVAILABLE", "Overloaded.", ""), UnavailableException.class);
    assertFailure(504, error(504, "DEADLINE_EXCEEDED", "Late.", ""), UnavailableException.class);
    assertFailure(
        400,
        error(
            400,
            "INVALID_ARGUMENT",
            "The input token count (1056780) exceeds the maximum number of tokens allowed"
                + " (1048576).",
            ""),
        ContextTooLargeException.class);
  }

  @Test
  void errorsInTheMiddleOfAStreamHaveTheirKind() {
    String unavailable = error(503, "UNAVAILABLE", "Overloaded.", "");
    try (var server = LoopbackServer.answering(200, SSE, HELLO + "data: " + unavailable + "\n\n");
        var client = Gemini.at(server.uri(""))) {
      assertThatThrownBy(() -> text(client.model(NEWEST), true))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("Overloaded.");
    }
  }

  /** Google states the wait before a retry in the body, and no header. */
  @Test
  void aRateLimitStatesTheWait() {
    RateLimitedException failure =
        rateLimit(
            quota("GenerateRequestsPerMinutePerProjectPerModel-FreeTier")
                + ",{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\","
                + "\"retryDelay\":\"34.5s\"}");

    assertThat(failure.kind()).isEqualTo(Kind.RATE);
    assertThat(failure.retryAfter()).contains(Duration.ofMillis(34_500));
    assertThat(rateLimit(quota("GenerateRequestsPerMinutePerProjectPerModel")).kind())
        .isEqualTo(Kind.RATE);
  }

  @Test
  void anExhaustedQuotaOfADayIsNotRetried() {
    RateLimitedException failure =
        rateLimit(
            quota("GenerateRequestsPerDayPerProjectPerModel-FreeTier")
                + ",{\"retryDelay\":\"3s\"}");

    assertThat(failure.kind()).isEqualTo(Kind.QUOTA);
    assertThat(failure.isRetryable()).isFalse();
    assertThat(rateLimit("").kind()).isEqualTo(Kind.QUOTA);
  }

  @Test
  void aBlockedPromptIsARefusal() {
    String blocked =
        "{\"promptFeedback\":{\"blockReason\":\"PROHIBITED_CONTENT\",\"blockReasonMessage\":\"Not"
            + " this.\"},\"usageMetadata\":{\"promptTokenCount\":7},\"modelVersion\":\"m\"}";
    try (var server =
            LoopbackServer.start((request, client) ->
                client.respond(
                    200,
                    isStream(request) ? SSE : JSON,
                    isStream(request) ? "data: " + blocked + "\n\n" : blocked));
        var client = Gemini.at(server.uri(""))) {
      for (boolean isStream : List.of(true, false)) {
        try (var exchange = open(client.model(NEWEST), isStream)) {
          var response = CollectedResponse.of(exchange);
          assertThat(response.refused())
              .containsExactly("the prompt was blocked (PROHIBITED_CONTENT): Not this.");
          assertThat(response.reason()).isEqualTo(FinishReason.CONTENT_FILTER);
          assertThat(response.usage()).isEqualTo(Usage.of(7, 0));
        }
      }
      assertThatThrownBy(() -> AtomicAgent.of(client.model(NEWEST)).run(new BasicChatInput("Hi")))
          .isInstanceOf(ModelRefusalException.class)
          .hasMessageContaining("the prompt was blocked (PROHIBITED_CONTENT): Not this.");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SAFETY",
        "RECITATION",
        "BLOCKLIST",
        "PROHIBITED_CONTENT",
        "SPII",
        "MODEL_ARMOR",
        "IMAGE_SAFETY",
        "IMAGE_PROHIBITED_CONTENT",
        "IMAGE_RECITATION"
      })
  void aBlockedResponseIsARefusal(String reason) {
    try (var server = LoopbackServer.answering(200, JSON, response("{\"text\":\"Ho\"}", reason));
        var client = Gemini.at(server.uri(""))) {
      assertThatThrownBy(() -> AtomicAgent.of(client.model(NEWEST)).run(new BasicChatInput("Hi")))
          .isInstanceOf(ModelRefusalException.class)
          .hasMessageContaining("the response was blocked (" + reason + ")");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS", "LANGUAGE", "OTHER"})
  void aResponseWithoutContentIsEmpty(String reason) {
    String body = "{\"candidates\":[{\"content\":{},\"finishReason\":\"" + reason + "\"}]}";
    try (var server = LoopbackServer.answering(200, JSON, body);
        var client = Gemini.at(server.uri(""))) {
      Model model = client.model(NEWEST).withRetry(RetryPolicy.none());
      assertThatThrownBy(() -> AtomicAgent.of(model).run(new BasicChatInput("Hi")))
          .isInstanceOf(EmptyResponseException.class)
          .hasMessageContaining(reason);
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

  private static String event(String parts, String reason) {
    return "data: " + response(parts, reason) + "\n\n";
  }

  private static String response(String parts, String reason) {
    return response(parts, reason, "\"modelVersion\":\"m\",\"responseId\":\"r\"");
  }

  private static String response(String parts, String reason, String fields) {
    return "{\"candidates\":[{\"content\":{\"parts\":["
        + parts
        + "],\"role\":\"model\"}"
        + (reason.isEmpty() ? "" : ",\"finishReason\":\"" + reason + "\"")
        + "}],"
        + fields
        + "}";
  }

  private static String error(int code, String status, String message, String details) {
    return "{\"error\":{\"code\":%d,\"message\":\"%s\",\"status\":\"%s\",\"details\":[%s]}}"
        .formatted(code, message, status, details);
  }

  private static String reason(String reason) {
    return "{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"" + reason + "\"}";
  }

  private static String quota(String id) {
    return "{\"@type\":\"type.googleapis.com/google.rpc.QuotaFailure\",\"violations\":"
        + "[{\"quotaId\":\""
        + id
        + "\",\"quotaValue\":\"50\"}]}";
  }

  private static RateLimitedException rateLimit(String details) {
    String body =
        error(
            429,
            "RESOURCE_EXHAUSTED",
            "You exceeded your current quota, please check your plan and billing details.",
            details);
    return (RateLimitedException) failure(429, body);
  }

  private static void assertFailure(int status, String body, Class<? extends AgentException> type) {
    assertThat(failure(status, body)).as(body).isInstanceOf(type);
  }

  private static Throwable failure(int status, String body) {
    try (var server = LoopbackServer.answering(status, JSON, body);
        var client = Gemini.at(server.uri(""))) {
      return catchThrowable(() -> text(client.model(NEWEST), false));
    }
  }

  private static boolean isStream(LoopbackServer.Received request) {
    return request.path().contains("stream");
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

  private static ModelExchange open(Model model, boolean isStream) {
    var request = ModelRequest.of(model.name(), List.of(Message.user("Hi"))).withStream(isStream);
    return model.client().open(request, RunContext.standalone());
  }

  private static String text(Model model, boolean isStream) {
    try (ModelExchange exchange = open(model, isStream)) {
      return CollectedResponse.of(exchange).text();
    }
  }
}
