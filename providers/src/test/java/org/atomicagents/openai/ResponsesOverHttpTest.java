package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.ContextTooLargeException;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.http.ApiKey;
import org.atomicagents.internal.http.LoopbackServer;
import org.atomicagents.internal.provider.CollectedResponse;
import org.atomicagents.message.Content;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.model.RunContext;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tests of the Responses API over HTTP: addresses, failures, and conversations across protocols.
 */
class ResponsesOverHttpTest {
  private static final String SSE = "text/event-stream";
  private static final String CREATED =
      "data:"
          + " {\"type\":\"response.created\",\"response\":{\"id\":\"r\",\"status\":\"in_progress\"}}\n\n";
  private static final String DELTA =
      "data: {\"type\":\"response.output_text.delta\",\"output_index\":0,\"delta\":\"Hi\"}\n\n";
  private static final String COMPLETED =
      "data: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\"}}\n\n";

  @Test
  void sendsRequestsToTheAddressOfTheProtocol() throws Exception {
    try (var server = LoopbackServer.answering(200, SSE, CREATED + DELTA + COMPLETED);
        var client =
            OpenAi.builder().baseUrl(server.uri("/v1")).apiKey(ApiKey.of("secret")).build()) {
      assertThat(text(client.responses("m"))).isEqualTo("Hi");

      var received = server.takeRequest();
      assertThat(received.method() + " " + received.path()).isEqualTo("POST /v1/responses");
      assertThat(received.headers().get("authorization")).isEqualTo("Bearer secret");
    }
  }

  @Test
  void azureHasAnAddressWithoutAVersion() throws Exception {
    try (var server = LoopbackServer.answering(200, SSE, CREATED + DELTA + COMPLETED);
        var client =
            OpenAi.builder(Provider.AZURE)
                .baseUrl(server.uri(""))
                .apiKey(ApiKey.of("secret"))
                .build()) {
      assertThat(text(client.responses("my-deployment"))).isEqualTo("Hi");

      var received = server.takeRequest();
      assertThat(received.path()).isEqualTo("/openai/v1/responses");
      assertThat(received.headers().get("api-key")).isEqualTo("secret");
    }
  }

  @Test
  void aStreamEndsWithTheLastEventEvenIfTheConnectionStaysOpen() {
    try (var server =
            LoopbackServer.start((request, client) -> {
              client.begin(200, SSE);
              client.chunk(CREATED + DELTA + COMPLETED);
              client.awaitHangUp();
            });
        var client = OpenAi.at(server.uri("/v1"))) {
      assertThat(text(client.responses("m"))).isEqualTo("Hi");
    }
  }

  @Test
  void aCutStreamIsAnIncompleteResponse() {
    for (String cut : List.of("", CREATED, CREATED + DELTA, CREATED + DELTA + "data: [DONE]\n\n")) {
      try (var server = LoopbackServer.answering(200, SSE, cut);
          var client = OpenAi.at(server.uri("/v1"))) {
        assertThatThrownBy(() -> text(client.responses("m")))
            .as(cut)
            .isInstanceOfSatisfying(
                TransportException.class, e -> assertThat(e.isRetryable()).isTrue())
            .hasMessageContaining("an incomplete stream");
      }
    }
  }

  @Test
  void errorsInTheMiddleOfAStreamHaveTheirKind() {
    assertFailure(
        "{\"type\":\"error\",\"code\":\"rate_limit_exceeded\",\"message\":\"Slow down.\"}",
        RateLimitedException.class);
    assertFailure(
        "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\","
            + "\"code\":\"context_length_exceeded\",\"message\":\"Too long.\"}}",
        ContextTooLargeException.class);
    assertFailure(
        "{\"type\":\"response.failed\",\"response\":{\"status\":\"failed\",\"error\":"
            + "{\"code\":\"server_error\",\"message\":\"Sorry.\"}}}",
        UnavailableException.class);
    assertFailure(
        "{\"type\":\"response.failed\",\"response\":{\"status\":\"failed\",\"error\":"
            + "{\"code\":\"invalid_prompt\",\"message\":\"No.\"}}}",
        BadRequestException.class);
    assertFailure(
        "{\"type\":\"response.failed\",\"response\":{\"status\":\"cancelled\"}}",
        UnavailableException.class);
    assertFailure("{\"type\":", TransportException.class);
  }

  @Test
  void aConversationReplaysToEachProtocolOnlyItsOwnParts() throws Exception {
    String reasoning =
        "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[],\"encrypted_content\":\"secret\"}";
    String answered =
        "{\"status\":\"completed\",\"output\":["
            + reasoning
            + ",{\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"assistant\",\"status\":\"completed\","
            + "\"content\":[{\"type\":\"output_text\",\"text\":\"{\\\"chatMessage\\\":\\\"A\\\"}\"}]}]}";
    String chatted =
        "{\"choices\":[{\"message\":{\"content\":\"{\\\"chatMessage\\\":\\\"B\\\"}\","
            + "\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"hm\"}]},"
            + "\"finish_reason\":\"stop\"}]}";
    try (var server =
            LoopbackServer.start((request, client) ->
                client.respond(
                    200,
                    "application/json",
                    request.path().endsWith("/responses") ? answered : chatted));
        var client = OpenAi.builder().baseUrl(server.uri("/v1")).apiKey(ApiKey.of("k")).build()) {
      var agent = AtomicAgent.of(client.responses("gpt-5.6"));
      var history = ChatHistory.unbounded();
      var options = RunOptions.history(history);
      for (Model model :
          List.of(
              client.responses("gpt-5.6"),
              client.chat("gpt-5.6"),
              client.responses("gpt-5.4"),
              client.responses("gpt-5.6"),
              client.chat("gpt-5.6"))) {
        agent.run(new BasicChatInput("Hi"), options.withModel(model));
      }

      List<JsonNode> bodies = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        bodies.add(JsonMapper.builder().build().readTree(server.takeRequest().body()));
      }
      assertThat(count(bodies.get(1), "\"secret\"")).isZero();
      assertThat(count(bodies.get(1), "msg_1")).isZero();
      assertThat(count(bodies.get(2), "\"secret\"")).isZero();
      assertThat(count(bodies.get(2), "reasoning_details")).isZero();
      assertThat(count(bodies.get(3), "\"secret\"")).isOne();
      assertThat(count(bodies.get(3), "reasoning_details")).isZero();
      assertThat(count(bodies.get(4), "reasoning_details")).isOne();
      assertThat(count(bodies.get(4), "\"secret\"")).isZero();
      assertThat(bodies.get(3).path("input").path(2))
          .isEqualTo(JsonMapper.builder().build().readTree(reasoning));
      assertThat(bodies.get(3).path("input").path(3).path("id").asString()).isEqualTo("msg_1");
    }
  }

  @Test
  void reasoningOfAnotherAccountIsRejectedOnceAndOmitted() throws Exception {
    try (var server = accounts();
        var first = account(server, "first");
        var second = account(server, "second")) {
      var refusals = new ArrayList<AgentEvent.OpaquePartsRefused>();
      var history = ChatHistory.unbounded();
      var options =
          RunOptions.history(history)
              .withListener(event -> {
                if (event instanceof AgentEvent.OpaquePartsRefused refusal) {
                  refusals.add(refusal);
                }
              });
      var agent = AtomicAgent.of(first.responses("gpt-5.6"));
      var input = new BasicChatInput("Hi");
      agent.run(input, options);
      agent.run(input, options);
      var moved = options.withModel(second.responses("gpt-5.6"));

      assertThat(agent.call(input, moved).requests()).isEqualTo(2);
      assertThat(refusals)
          .singleElement()
          .satisfies(refusal -> {
            assertThat(refusal.count()).isEqualTo(2);
            assertThat(refusal.toString())
                .isEqualTo("OpaquePartsRefused[BasicChatOutputSchema, gpt-5.6, 2]");
          });
      try (var stream = agent.stream(input, moved)) {
        assertThat(stream.result().chatMessage()).isEqualTo("A");
      }
      assertThat(agent.call(input, moved).requests()).isOne();

      List<String> bodies = bodies(server, 6);
      assertThat(bodies.get(2)).contains("of Bearer first");
      assertThat(bodies.get(3)).doesNotContain("encrypted_content\":");
      assertThat(bodies.get(5)).doesNotContain("of Bearer first");
      assertThat(bodies.get(5).split("of Bearer second", -1)).hasSize(3);
    }
  }

  @Test
  void rejectedReasoningIsAnErrorAtTheLimitOfRequests() {
    try (var server = accounts();
        var client = account(server, "second")) {
      Model model = client.responses("gpt-5.6").withRetry(RetryPolicy.none());
      var run =
          new RunContext(
              "a",
              Deadline.none(),
              Budget.unlimited(),
              1,
              Listeners.none(),
              new Timings.Recorder(TimeSource.system()));
      String part =
          "{\"responses_output\":[{\"type\":\"reasoning\",\"id\":\"rs_1\",\"encrypted_content\":\"of"
              + " Bearer first\"},{\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"assistant\"}]}";
      var answer =
          new Message(
              Role.ASSISTANT,
              List.of(new Content.Opaque("openai", part), new Content.Text("Hello.")));
      ModelRequest request =
          ModelRequest.of("gpt-5.6", List.of(Message.user("Hi"), answer, Message.user("Hi")));

      assertThatThrownBy(() -> model.open(request, run))
          .isInstanceOf(BadRequestException.class)
          .hasMessageContaining("could not be verified");
    }
  }

  /** Starts a server that accepts only the encrypted reasoning of the account of a request. */
  private static LoopbackServer accounts() {
    return LoopbackServer.start((request, client) -> {
      String own = "of " + request.headers().get("authorization");
      boolean isForeign = request.body().replace(own, "").contains("of Bearer");
      client.respond(
          isForeign ? 400 : 200,
          "application/json",
          isForeign
              ? "{\"error\":{\"message\":\"The encrypted content gAAA...DQ== could not be"
                  + " verified.\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":"
                  + "\"invalid_encrypted_content\"}}"
              : "{\"status\":\"completed\",\"output\":[{\"type\":\"reasoning\",\"id\":\"rs_1\","
                  + "\"summary\":[],\"encrypted_content\":\""
                  + own
                  + "\"},{\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"assistant\","
                  + "\"status\":\"completed\",\"content\":[{\"type\":\"output_text\",\"text\":"
                  + "\"{\\\"chatMessage\\\":\\\"A\\\"}\"}]}]}");
    });
  }

  private static OpenAi account(LoopbackServer server, String key) {
    return OpenAi.builder().baseUrl(server.uri("/v1")).apiKey(ApiKey.of(key)).build();
  }

  private static List<String> bodies(LoopbackServer server, int count) throws Exception {
    var bodies = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      bodies.add(server.takeRequest().body());
    }
    return bodies;
  }

  @Test
  void aToolLoopRepeatsTheReasoningBeforeItsCalls() throws Exception {
    String called =
        "{\"status\":\"completed\",\"output\":[{\"type\":\"reasoning\",\"id\":\"rs_1\","
            + "\"encrypted_content\":\"secret\"},{\"type\":\"function_call\",\"id\":\"fc_1\","
            + "\"call_id\":\"c1\",\"name\":\"add\",\"arguments\":\"{}\"}]}";
    try (var server = LoopbackServer.answering(200, "application/json", called);
        var client = OpenAi.at(server.uri("/v1"))) {
      Model model = client.responses("m");
      ModelRequest first = ModelRequest.of("m", List.of(Message.user("2+2?")));
      var parts = new ArrayList<Content>();
      try (ModelExchange exchange = model.open(first, RunContext.standalone())) {
        for (ModelEvent event : exchange) {
          if (event instanceof ModelEvent.OpaquePart part) {
            parts.add(new Content.Opaque(part.provider(), part.model(), part.json()));
          }
        }
      }
      parts.add(new Content.ToolCall("c1", "add", "{}"));
      var next =
          first.plusMessages(
              List.of(
                  new Message(Role.ASSISTANT, parts),
                  new Message(Role.TOOL, List.of(new Content.ToolResult("c1", "add", "4")))));
      model.open(next, RunContext.standalone()).close();

      server.takeRequest();
      assertThat(server.takeRequest().body())
          .contains(
              "[{\"role\":\"user\",\"content\":\"2+2?\"},{\"type\":\"reasoning\",\"id\":\"rs_1\","
                  + "\"encrypted_content\":\"secret\"},{\"type\":\"function_call\",\"id\":\"fc_1\","
                  + "\"call_id\":\"c1\",\"name\":\"add\",\"arguments\":\"{}\"},"
                  + "{\"type\":\"function_call_output\",\"call_id\":\"c1\",\"output\":\"4\"}]");
    }
  }

  private static void assertFailure(String event, Class<? extends Exception> type) {
    try (var server =
            LoopbackServer.answering(200, SSE, CREATED + DELTA + "data: " + event + "\n\n");
        var client = OpenAi.at(server.uri("/v1"))) {
      assertThatThrownBy(() -> text(client.responses("m"))).as(event).isInstanceOf(type);
    }
  }

  private static int count(JsonNode body, String text) {
    return body.toString().split(Pattern.quote(text), -1).length - 1;
  }

  private static String text(Model model) {
    var request = ModelRequest.of(model.name(), List.of(Message.user("Hi"))).withStream(true);
    try (ModelExchange exchange = model.client().open(request, RunContext.standalone())) {
      return CollectedResponse.of(exchange).text();
    }
  }
}
