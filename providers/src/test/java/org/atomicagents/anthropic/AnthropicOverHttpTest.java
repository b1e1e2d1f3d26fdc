package org.atomicagents.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.ContextTooLargeException;
import org.atomicagents.error.ModelRefusalException;
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
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.Sampling;
import org.atomicagents.schema.Description;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests of the Messages API over HTTP: addresses, failures, modes and conversations. */
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

  @Description("A city")
  record City(@Description("The name") String name) {}

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
  void anAgentGetsItsOutputByASchema() throws Exception {
    try (var server =
            LoopbackServer.answering(200, JSON, response(text("{\\\"name\\\":\\\"Bonn\\\"}")));
        var client = Anthropic.at(server.uri(""))) {
      var agent = AtomicAgent.of(BasicChatInput.class, City.class, client.model("claude-opus-5-5"));

      assertThat(agent.run(new BasicChatInput("Hi"))).isEqualTo(new City("Bonn"));

      JsonNode body = MAPPER.readTree(server.takeRequest().body());
      assertThat(body.at("/output_config/format/type").asString()).isEqualTo("json_schema");
      assertThat(body.at("/output_config/format/schema/additionalProperties").asBoolean(true))
          .isFalse();
      assertThat(body.path("max_tokens").asInt()).isEqualTo(32_000);
      assertThat(body.has("tools")).isFalse();
    }
  }

  @Test
  void aFunctionIsForcedWhereTheFamilyAcceptsIt() throws Exception {
    String call =
        "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"City\",\"input\":{\"name\":\"Bonn\"}}";
    try (var server = LoopbackServer.answering(200, JSON, response(call));
        var client = Anthropic.at(server.uri(""))) {
      for (String name : List.of("claude-sonnet-4-6", "claude-sonnet-5-5")) {
        var agent = AtomicAgent.of(BasicChatInput.class, City.class, client.model(name));
        var options = RunOptions.defaults().withMode(ResponseMode.TOOL_CALL);

        assertThat(agent.run(new BasicChatInput("Hi"), options)).isEqualTo(new City("Bonn"));
      }

      JsonNode forced = MAPPER.readTree(server.takeRequest().body());
      assertThat(forced.path("tool_choice").toString())
          .isEqualTo("{\"type\":\"tool\",\"name\":\"City\"}");
      JsonNode free = MAPPER.readTree(server.takeRequest().body());
      assertThat(free.has("tool_choice")).isFalse();
      assertThat(free.path("system").path(free.path("system").size() - 1).path("text").asString())
          .isEqualTo("Respond by a call of the function 'City', not in text.");
    }
  }

  @Test
  void aRefusedSchemaLeadsToAFunction() throws Exception {
    String message = "output_config.format.schema: Too many recursive definitions in schema";
    String call =
        "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"City\",\"input\":{\"name\":\"Bonn\"}}";
    try (var server =
            LoopbackServer.start((request, client) -> {
              boolean isSchema = request.body().contains("output_config");
              client.respond(
                  isSchema ? 400 : 200,
                  JSON,
                  isSchema ? errorBody("invalid_request_error", message) : response(call));
            });
        var client = Anthropic.at(server.uri(""))) {
      var agent = AtomicAgent.of(BasicChatInput.class, City.class, client.model("claude-opus-4-8"));

      assertThat(agent.run(new BasicChatInput("Hi"))).isEqualTo(new City("Bonn"));
      int first = server.requests();
      assertThat(agent.run(new BasicChatInput("Hi"))).isEqualTo(new City("Bonn"));
      assertThat(server.requests()).isEqualTo(first + 1);
    }
  }

  @Test
  void aRefusalIsAnExceptionWithItsCategory() {
    String refused =
        "{\"id\":\"m\",\"content\":[],\"stop_reason\":\"refusal\",\"stop_details\":{\"type\":"
            + "\"refusal\",\"category\":\"bio\",\"explanation\":\"It could be harmful.\"}}";
    try (var server = LoopbackServer.answering(200, JSON, refused);
        var client = Anthropic.at(server.uri(""))) {
      var agent = AtomicAgent.of(client.model("claude-opus-5-5"));

      assertThatThrownBy(() -> agent.run(new BasicChatInput("Hi")))
          .isInstanceOf(ModelRefusalException.class)
          .hasMessageContaining("bio: It could be harmful.");
    }
  }

  @Test
  void refusedParametersAreLeftOutWithAnEvent() throws Exception {
    try (var server =
            LoopbackServer.answering(200, JSON, response(text("{\\\"chatMessage\\\":\\\"A\\\"}")));
        var client = Anthropic.at(server.uri(""))) {
      var events = new ArrayList<AgentEvent.ParametersAdjusted>();
      var agent =
          AtomicAgent.builder(client.model("claude-haiku-5-5"))
              .sampling(
                  Sampling.defaults().withTemperature(0.5).withSeed(7).withReasoningEffort("low"))
              .build();
      agent.run(
          new BasicChatInput("Hi"),
          RunOptions.defaults()
              .withListener(event -> {
                if (event instanceof AgentEvent.ParametersAdjusted adjusted) {
                  events.add(adjusted);
                }
              }));

      assertThat(events)
          .singleElement()
          .satisfies(event -> assertThat(event.omitted()).containsExactly("temperature", "seed"));
      JsonNode body = MAPPER.readTree(server.takeRequest().body());
      assertThat(body.has("temperature") || body.has("seed")).isFalse();
      assertThat(body.at("/output_config/effort").asString()).isEqualTo("low");
    }
  }

  @Test
  void theThinkingOfAnotherConversationIsRejectedOnceAndOmitted() throws Exception {
    String thought =
        "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"signed\"},"
            + text("{\\\"chatMessage\\\":\\\"A\\\"}");
    try (var server =
            LoopbackServer.start((request, client) -> {
              boolean isRefused = request.body().contains("signed");
              client.respond(
                  isRefused ? 400 : 200,
                  JSON,
                  isRefused
                      ? errorBody(
                          "invalid_request_error",
                          "messages.1.content.0: Invalid `signature` in `thinking` block. The"
                              + " block is bound to a different conversation.")
                      : response(thought));
            });
        var client = Anthropic.at(server.uri(""))) {
      var refusals = new ArrayList<AgentEvent.OpaquePartsRefused>();
      var options =
          RunOptions.history(ChatHistory.unbounded())
              .withListener(event -> {
                if (event instanceof AgentEvent.OpaquePartsRefused refusal) {
                  refusals.add(refusal);
                }
              });
      var agent = AtomicAgent.of(client.model("claude-opus-5-5"));
      agent.run(new BasicChatInput("Hi"), options);

      assertThat(agent.call(new BasicChatInput("Hi"), options).requests()).isEqualTo(2);

      assertThat(refusals).singleElement().satisfies(r -> assertThat(r.count()).isOne());
    }
  }

  @Test
  void aConversationReplaysToEachModelOnlyItsOwnBlocks() throws Exception {
    try (var server =
            LoopbackServer.start((request, client) -> {
              String model = MAPPER.readTree(request.body()).path("model").asString();
              client.respond(
                  200,
                  JSON,
                  response(
                      "{\"type\":\"thinking\",\"thinking\":\"t\",\"signature\":\"of "
                          + model
                          + "\"},"
                          + text("{\\\"chatMessage\\\":\\\"A\\\"}")));
            });
        var client = Anthropic.at(server.uri(""))) {
      Model opus = client.model("claude-opus-5-5");
      Model sonnet = client.model("claude-sonnet-5-5");
      var agent = AtomicAgent.of(opus);
      var options = RunOptions.history(ChatHistory.unbounded());
      for (Model model : List.of(opus, sonnet, opus, sonnet)) {
        agent.run(new BasicChatInput("Hi"), options.withModel(model));
      }

      List<String> bodies = bodies(server, 4);
      assertThat(count(bodies.get(1), "\"signature\"")).isZero();
      assertThat(count(bodies.get(2), "of claude-opus-5-5")).isOne();
      assertThat(count(bodies.get(2), "of claude-sonnet-5-5")).isZero();
      assertThat(count(bodies.get(3), "of claude-sonnet-5-5")).isOne();
      assertThat(count(bodies.get(3), "of claude-opus-5-5")).isZero();
      JsonNode repeated = MAPPER.readTree(bodies.get(2)).at("/messages/1/content/0");
      assertThat(repeated.toString())
          .isEqualTo(
              "{\"type\":\"thinking\",\"thinking\":\"t\",\"signature\":\"of claude-opus-5-5\"}");
    }
  }

  @Test
  void aThinkingBlockIsRepeatedBeforeItsCall() throws Exception {
    String called =
        "{\"type\":\"redacted_thinking\",\"data\":\"secret\"},"
            + text("I'll look.")
            + ",{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"s\"},"
            + "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"add\",\"input\":{\"a\":1.50}}";
    try (var server = LoopbackServer.answering(200, JSON, response(called));
        var client = Anthropic.at(server.uri(""))) {
      Model model = client.model("claude-opus-5-5");
      ModelRequest first = ModelRequest.of(model.name(), List.of(Message.user("2+2?")));
      var parts = new ArrayList<Content>();
      try (ModelExchange exchange = model.open(first, RunContext.standalone())) {
        CollectedResponse response = CollectedResponse.of(exchange);
        parts.add(new Content.Text(response.text()));
        response
            .calls()
            .forEach(c -> parts.add(new Content.ToolCall(c.id(), c.name(), c.arguments())));
        response
            .opaque()
            .forEach(json -> parts.add(new Content.Opaque("anthropic", model.name(), json)));
      }
      var next =
          first.plusMessages(
              List.of(new Message(Role.ASSISTANT, parts), Message.toolResult("t1", "add", "4")));
      model.open(next, RunContext.standalone()).close();

      server.takeRequest();
      assertThat(server.takeRequest().body())
          .contains("{\"role\":\"assistant\",\"content\":[" + called + "]}")
          .contains("{\"type\":\"tool_result\",\"tool_use_id\":\"t1\",\"content\":\"4\"}");
    }
  }

  @Test
  void aBudgetIsLeftOutIfTheCallsWereMadeWithoutThinking() throws Exception {
    try (var server = LoopbackServer.answering(200, JSON, response(text("A")));
        var client = Anthropic.at(server.uri(""))) {
      var options = AnthropicOptions.ofDefaults().withThinkingBudget(2_000);
      Model model = client.model("claude-sonnet-4-5", options);
      var call = new Content.ToolCall("t1", "add", "{}");
      var thought =
          new Content.Opaque(
              "anthropic",
              model.name(),
              "{\"messages_content\":[{\"type\":\"thinking\",\"signature\":\"s\"},"
                  + "{\"type\":\"tool_use\",\"id\":\"t1\"}]}");
      for (List<Content> parts : List.of(List.<Content>of(call), List.<Content>of(thought, call))) {
        var request =
            ModelRequest.of(
                    model.name(),
                    List.of(
                        Message.user("2+2?"),
                        new Message(Role.ASSISTANT, parts),
                        Message.toolResult("t1", "add", "4")))
                .withModel(model);
        model.open(request, RunContext.standalone()).close();
      }

      assertThat(server.takeRequest().body()).doesNotContain("budget_tokens");
      assertThat(server.takeRequest().body()).contains("\"budget_tokens\":2000");
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

  private static String response(String content) {
    return "{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"c\",\"content\":["
        + content
        + "],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}";
  }

  private static String text(String text) {
    return "{\"type\":\"text\",\"text\":\"" + text + "\"}";
  }

  private static List<String> bodies(LoopbackServer server, int count) throws Exception {
    var bodies = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      bodies.add(server.takeRequest().body());
    }
    return bodies;
  }

  private static int count(String body, String text) {
    return body.split(Pattern.quote(text), -1).length - 1;
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
