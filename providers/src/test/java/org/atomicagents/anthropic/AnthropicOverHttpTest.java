package org.atomicagents.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.ContextTooLargeException;
import org.atomicagents.error.ProviderException;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.UnauthorizedException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.http.ApiKey;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.internal.http.LoopbackServer;
import org.atomicagents.internal.provider.CollectedResponse;
import org.atomicagents.message.Content;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.Sampling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests of the Messages API over HTTP: addresses, failures, token counts and settings. */
@Timeout(60)
@SuppressWarnings("try") // some tests close a resource early
class AnthropicOverHttpTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String SSE = "text/event-stream";
  private static final String JSON = "application/json";
  private static final String START =
      """
      event: message_start
      data: {"type":"message_start","message":{"id":"m","model":"c","content":[],"usage":{"input_tokens":3}}}

      event: content_block_start
      data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

      """;
  private static final String DELTA =
      """
      event: content_block_delta
      data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi"}}

      """;
  private static final String END =
      """
      event: content_block_stop
      data: {"type":"content_block_stop","index":0}

      event: message_delta
      data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":2}}

      event: message_stop
      data: {"type":"message_stop"}

      """;

  @Test
  void sendsRequestsToTheAddressOfTheProtocol() throws Exception {
    try (var server = LoopbackServer.answering(200, SSE, START + DELTA + END);
        var client =
            Anthropic.builder().baseUrl(server.uri("")).apiKey(ApiKey.of("secret")).build()) {
      assertThat(text(client.model("claude-sonnet-5-5"))).isEqualTo("Hi");

      var received = server.takeRequest();
      assertThat(received.method() + " " + received.path()).isEqualTo("POST /v1/messages");
      assertThat(received.headers().get("x-api-key")).isEqualTo("secret");
      assertThat(received.headers().get("anthropic-version")).isEqualTo("2023-06-01");
      assertThat(received.headers()).doesNotContainKeys("anthropic-beta", "authorization");
    }
  }

  @Test
  void theVersionInABaseUrlIsNotRepeated() throws Exception {
    try (var server = LoopbackServer.answering(200, SSE, START + DELTA + END);
        var client = Anthropic.at(server.uri("/proxy/v1/"))) {
      assertThat(text(client.model("m"))).isEqualTo("Hi");

      assertThat(server.takeRequest().path()).isEqualTo("/proxy/v1/messages");
    }
  }

  @Test
  void betaFeaturesOfTheClientAndOfAModelAreCombined() throws Exception {
    try (var server = LoopbackServer.answering(200, SSE, START + DELTA + END);
        var client =
            Anthropic.builder()
                .baseUrl(server.uri(""))
                .header("Anthropic-Beta", "files-1")
                .header("x-team", "a")
                .build()) {
      var options =
          AnthropicOptions.ofDefaults()
              .withBeta("context-1")
              .withTaskBudget(20_000)
              .withChangedThinkingDropped();
      text(client.model("claude-opus-5-5", options));

      var received = server.takeRequest();
      assertThat(received.headers().get("anthropic-beta"))
          .isEqualTo(
              "files-1,context-1,task-budgets-2026-03-13,thinking-binding-controls-2026-08-01");
      assertThat(received.headers().get("x-team")).isEqualTo("a");
      JsonNode body = MAPPER.readTree(received.body());
      assertThat(body.path("thinking").toString())
          .isEqualTo(
              "{\"type\":\"adaptive\",\"block_binding\":{\"prefix_mismatch_behavior\":\"drop_block\"}}");
      assertThat(body.path("output_config").toString())
          .isEqualTo("{\"task_budget\":{\"type\":\"tokens\",\"total\":20000}}");
    }
  }

  @Test
  void aSharedPoolStaysOpen() {
    try (var server = LoopbackServer.answering(200, SSE, START + DELTA + END);
        var pool = ConnectionPool.ofDefaults()) {
      try (var client = Anthropic.at(server.uri(""), pool)) {
        client.warmUp(1);
        assertThat(text(client.model("m"))).isEqualTo("Hi");
      }

      assertThat(text(Anthropic.at(server.uri(""), pool).model("m"))).isEqualTo("Hi");
    }
  }

  @Test
  void aStreamEndsWithTheLastEventEvenIfTheConnectionStaysOpen() {
    try (var server =
            LoopbackServer.start((request, client) -> {
              client.begin(200, SSE);
              client.chunk(START + DELTA + END);
              client.awaitHangUp();
            });
        var client = Anthropic.at(server.uri(""))) {
      assertThat(text(client.model("m"))).isEqualTo("Hi");
    }
  }

  @Test
  void aCutStreamIsAnIncompleteResponse() {
    for (String cut : List.of("", START, START + DELTA, START + DELTA + END.substring(0, 90))) {
      try (var server = LoopbackServer.answering(200, SSE, cut);
          var client = Anthropic.at(server.uri(""))) {
        assertThatThrownBy(() -> text(client.model("m")))
            .as(cut)
            .isInstanceOfSatisfying(
                TransportException.class, e -> assertThat(e.isRetryable()).isTrue())
            .hasMessageContaining("an incomplete stream");
      }
    }
  }

  @Test
  void garbageIsAViolationOfTheProtocol() {
    for (String body : List.of("<html>", "{}", "{\"choices\":[]}", "[1]", "data: x\n\n", "")) {
      try (var server = LoopbackServer.answering(200, JSON, body);
          var client = Anthropic.at(server.uri(""))) {
        assertThatThrownBy(() -> text(client.model("m")))
            .as(body)
            .isInstanceOf(TransportException.class);
      }
    }
  }

  @Test
  void anInterruptEndsTheStreamAtOnce() throws Exception {
    try (var server =
            LoopbackServer.start((request, client) -> {
              client.begin(200, SSE);
              client.chunk(START + DELTA);
              client.awaitHangUp();
            });
        var client = Anthropic.at(server.uri(""))) {
      var delta = new CompletableFuture<Boolean>();
      var failure = new CompletableFuture<Throwable>();
      Thread caller =
          Thread.ofVirtual()
              .start(() -> {
                try (ModelExchange exchange = open(client.model("m"))) {
                  exchange.forEach(event -> delta.complete(true));
                } catch (AgentException e) {
                  failure.complete(e);
                }
              });
      delta.get();

      caller.interrupt();

      assertThat(failure.get()).isInstanceOf(CancelledException.class);
      server.takeHangUp();
    }
  }

  @Test
  void errorsHaveTheirKindAndTheRequestId() {
    assertError(400, "invalid_request_error", "Bad", BadRequestException.class);
    assertError(401, "authentication_error", "Bad key", UnauthorizedException.class);
    assertError(402, "billing_error", "Pay", RateLimitedException.class);
    assertError(403, "permission_error", "No", UnauthorizedException.class);
    assertError(404, "not_found_error", "model: x", BadRequestException.class);
    assertError(413, "request_too_large", "Too many bytes", BadRequestException.class);
    assertError(429, "rate_limit_error", "Slow down", RateLimitedException.class);
    assertError(500, "api_error", "Sorry", UnavailableException.class);
    assertError(504, "timeout_error", "Late", UnavailableException.class);
    assertError(529, "overloaded_error", "Overloaded", UnavailableException.class);
    assertError(
        400,
        "invalid_request_error",
        "Your credit balance is too low to access the Anthropic API.",
        RateLimitedException.class);
    assertError(
        400,
        "invalid_request_error",
        "You have reached your specified API usage limits.",
        RateLimitedException.class);
  }

  @Test
  void aPromptThatIsTooLongHasAnExceptionOfItsOwn() {
    for (String text :
        List.of(
            "prompt is too long: 210000 tokens > 200000 maximum",
            "input length and `max_tokens` exceed context limit: 188240 + 21333 > 200000")) {
      try (var server =
              LoopbackServer.answering(400, JSON, errorBody("invalid_request_error", text));
          var client = Anthropic.at(server.uri(""))) {
        assertThatThrownBy(() -> text(client.model("m")))
            .isInstanceOf(ContextTooLargeException.class);
      }
    }
  }

  @Test
  void errorsInTheMiddleOfAStreamHaveTheirKind() {
    assertStreamError("overloaded_error", UnavailableException.class);
    assertStreamError("api_error", UnavailableException.class);
    assertStreamError("rate_limit_error", RateLimitedException.class);
    assertStreamError("authentication_error", UnauthorizedException.class);
    assertStreamError("permission_error", UnauthorizedException.class);
    assertStreamError("invalid_request_error", BadRequestException.class);
    assertStreamError("not_found_error", BadRequestException.class);
  }

  @Test
  void anOverloadIsRetried() {
    var count = new AtomicInteger();
    try (var server =
            LoopbackServer.start((request, client) -> {
              boolean isFirst = count.getAndIncrement() == 0;
              client.respond(
                  isFirst ? 529 : 200,
                  isFirst ? JSON : SSE,
                  isFirst ? errorBody("overloaded_error", "Overloaded") : START + DELTA + END,
                  "retry-after: 0");
            });
        var client = Anthropic.at(server.uri(""))) {
      Model model = client.model("m");
      var request = ModelRequest.of("m", List.of(Message.user("Hi"))).withStream(true);
      try (ModelExchange exchange = model.open(request, RunContext.standalone())) {
        assertThat(CollectedResponse.of(exchange).text()).isEqualTo("Hi");
      }
      assertThat(count).hasValue(2);
    }
  }

  @Test
  void theRateLimitsOfAResponseArePartOfItsStart() throws Exception {
    try (var server =
            LoopbackServer.start((request, client) ->
                client.respond(
                    200,
                    SSE,
                    START + DELTA + END,
                    "anthropic-ratelimit-requests-limit: 50",
                    "request-id: req_1"));
        var client = Anthropic.at(server.uri(""));
        ModelExchange exchange = open(client.model("m"))) {
      var started = (ModelEvent.Started) exchange.iterator().next();

      assertThat(started.headers().get("anthropic-ratelimit-requests-limit")).containsExactly("50");
      assertThat(started.headers().get("request-id")).containsExactly("req_1");
      assertThat(started.id()).isEqualTo("m");
    }
  }

  @Test
  void countsTheTokensOfARequest() throws Exception {
    try (var server = LoopbackServer.answering(200, JSON, "{\"input_tokens\":42}");
        var client = Anthropic.at(server.uri(""))) {
      ModelRequest request =
          ModelRequest.of("claude-sonnet-4-6", List.of(Message.system("S"), Message.user("Hi")))
              .withModel(client.model("claude-sonnet-4-6"))
              .withSampling(Sampling.defaults().withTemperature(0).withMaxTokens(5).withStop("x"))
              .withStream(true);

      assertThat(client.countTokens(request, Duration.ofSeconds(10))).isEqualTo(42);

      var received = server.takeRequest();
      assertThat(received.path()).isEqualTo("/v1/messages/count_tokens");
      assertThat(MAPPER.readTree(received.body()).propertyNames())
          .containsExactly("model", "system", "messages");
    }
  }

  @Test
  void countsTokensByTheRulesOfTheFamilyWithoutParametersOfTheResponse() throws Exception {
    try (var server = LoopbackServer.answering(200, JSON, "{\"input_tokens\":42}");
        var client = Anthropic.at(server.uri(""))) {
      ModelRequest request =
          ModelRequest.of("claude-sonnet-4-6", List.of(Message.user("Hi"), Message.system("S")))
              .withSampling(
                  Sampling.defaults()
                      .withExtra("top_k", "5")
                      .withExtra("container", "\"c\"")
                      .withExtra("mcp_servers", "[]"));

      client.countTokens(request, Duration.ofSeconds(10));

      JsonNode body = MAPPER.readTree(server.takeRequest().body());
      assertThat(body.propertyNames())
          .containsExactly("model", "system", "messages", "mcp_servers");
    }
  }

  @Test
  void aResponseThatIsNoTokenCountIsAnError() {
    try (var server = LoopbackServer.answering(200, JSON, "{\"tokens\":\"many\"}");
        var client = Anthropic.at(server.uri(""))) {
      var request = ModelRequest.of("m", List.of(Message.user("Hi")));
      assertThatThrownBy(() -> client.countTokens(request, Duration.ofSeconds(10)))
          .isInstanceOf(TransportException.class)
          .hasMessageStartingWith(
              "anthropic returned something other than a number of tokens.\n(POST "
                  + server.uri("/v1/messages/count_tokens"));
    }
  }

  @Test
  void aResponseAsTheLastMessageIsAnErrorUnlessItWasPaused() {
    try (var server = LoopbackServer.answering(200, SSE, START + DELTA + END);
        var client = Anthropic.at(server.uri(""))) {
      Model model = client.model("claude-sonnet-4-6");
      var paused =
          new Message(
              Role.ASSISTANT,
              List.of(
                  new Content.Opaque(
                      "anthropic",
                      model.name(),
                      "{\"messages_content\":[{\"type\":\"server_tool_use\",\"id\":\"1\"}]}")));

      assertThatThrownBy(() -> open(model, Message.user("A"), Message.assistant("B")))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              "Model 'claude-sonnet-4-6' does not accept a response as the last message.\n"
                  + "Add a message of the user.");
      open(model, Message.user("A"), paused).close();
      open(client.model("claude-sonnet-4-5"), Message.user("A"), Message.assistant("B")).close();
    }
  }

  private static ModelExchange open(Model model, Message... messages) {
    var request = ModelRequest.of(model.name(), List.of(messages)).withModel(model);
    return model.client().open(request.withStream(true), RunContext.standalone());
  }

  @Test
  void listsTheModels() throws Exception {
    String list =
        "{\"data\":[{\"type\":\"model\",\"id\":\"a\"},{\"id\":\"b\"}],\"has_more\":false}";
    try (var server = LoopbackServer.answering(200, JSON, list);
        var client = Anthropic.at(server.uri(""))) {
      assertThat(client.models(Duration.ofSeconds(10))).containsExactly("a", "b");
      assertThat(server.takeRequest().path()).isEqualTo("/v1/models?limit=1000");
    }
  }

  @Test
  void aKeyInAnErrorIsNotShown() {
    String body = errorBody("authentication_error", "invalid x-api-key sk-ant-secret-1");
    try (var server = LoopbackServer.answering(401, JSON, body);
        var client =
            Anthropic.builder()
                .baseUrl(server.uri(""))
                .apiKey(ApiKey.of("sk-ant-secret-1"))
                .build()) {
      assertThatThrownBy(() -> text(client.model("m")))
          .isInstanceOfSatisfying(
              UnauthorizedException.class,
              e ->
                  assertThat(e.getMessage() + e.error().body() + client)
                      .doesNotContain("sk-ant-secret-1"));
    }
  }

  @Test
  void invalidSettingsAreErrors() {
    assertThatThrownBy(() -> Anthropic.builder().build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Anthropic needs an API key.\nCall Anthropic.of(ApiKey.of(...)), or set"
                + " ANTHROPIC_API_KEY and call Anthropic.fromEnv.");
    assertThatThrownBy(() -> Anthropic.builderFromEnv(name -> null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Anthropic needs an API key, and the environment variable ANTHROPIC_API_KEY is not"
                + " set.\nCreate a key at https://platform.claude.com/settings/keys, and set it:"
                + " export ANTHROPIC_API_KEY=...\nFor a server without a key, call"
                + " Anthropic.at(URI).");
    try (var client =
        Anthropic.builderFromEnv(name -> name.endsWith("KEY") ? "k" : "https://proxy:8/x?q=s")
            .build()) {
      assertThat(client.toString()).isEqualTo("Anthropic[https://proxy:8/x]");
      assertThat(client.identity()).startsWith("anthropic at https://proxy:8/x with query sha256:");
      assertThat(client.provider()).isEqualTo("anthropic");
    }
    try (var client = Anthropic.of(ApiKey.of("k"))) {
      assertThat(client.address()).isEqualTo("https://api.anthropic.com");
    }
  }

  private static void assertError(
      int status, String type, String message, Class<? extends AgentException> expected) {
    try (var server = LoopbackServer.answering(status, JSON, errorBody(type, message));
        var client = Anthropic.at(server.uri(""))) {
      assertThatThrownBy(() -> text(client.model("m").withRetry(RetryPolicy.none())))
          .as(type)
          .isInstanceOf(expected)
          .isInstanceOfSatisfying(
              ProviderException.class, e -> assertThat(e.error().requestId()).isEqualTo("req_1"));
    }
  }

  private static void assertStreamError(String type, Class<? extends AgentException> expected) {
    String event = "event: error\ndata: " + errorBody(type, "Message") + "\n\n";
    try (var server = LoopbackServer.answering(200, SSE, START + DELTA + event);
        var client = Anthropic.at(server.uri(""))) {
      assertThatThrownBy(() -> text(client.model("m"))).as(type).isInstanceOf(expected);
    }
  }

  private static String errorBody(String type, String message) {
    return "{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":\"%s\"},\"request_id\":\"req_1\"}"
        .formatted(type, message);
  }

  private static ModelExchange open(Model model) {
    var request = ModelRequest.of(model.name(), List.of(Message.user("Hi"))).withStream(true);
    return model.client().open(request, RunContext.standalone());
  }

  private static String text(Model model) {
    try (ModelExchange exchange = open(model)) {
      return CollectedResponse.of(exchange).text();
    }
  }
}
