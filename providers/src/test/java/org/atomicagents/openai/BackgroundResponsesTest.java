package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.http.ApiKey;
import org.atomicagents.internal.http.LoopbackServer;
import org.atomicagents.internal.provider.CollectedResponse;
import org.atomicagents.message.Message;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.RunContext;
import org.atomicagents.testing.SimulatedProvider;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;
import org.junit.jupiter.api.Test;

/** Tests of responses that are generated in the background. */
class BackgroundResponsesTest {
  private static final ResponsesOptions BACKGROUND =
      ResponsesOptions.ofDefaults().withBackground(Duration.ofMillis(1));
  private static final String QUEUED = state("queued", "");
  private static final String RUNNING = state("in_progress", "");
  private static final String COMPLETED =
      state(
          "completed",
          "{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hi\"}]}");

  @Test
  void pollsUntilTheResponseIsComplete() throws Exception {
    try (var server = server(QUEUED, RUNNING, RUNNING, COMPLETED);
        var client = OpenAi.at(server.uri("/v1"))) {
      List<ModelEvent> events = read(client.responses("m", BACKGROUND));

      assertThat(events).filteredOn(ModelEvent.Started.class::isInstance).hasSize(1);
      assertThat(events).filteredOn(ModelEvent.Finished.class::isInstance).hasSize(1);
      assertThat(CollectedResponse.of(events).text()).isEqualTo("Hi");
      var created = server.takeRequest();
      assertThat(created.body())
          .contains("\"background\":true,\"store\":true")
          .doesNotContain("stream", "encrypted_content");
      assertThat(paths(server, 3))
          .containsExactly(
              "GET /v1/responses/r%2F1", "GET /v1/responses/r%2F1", "GET /v1/responses/r%2F1");
    }
  }

  @Test
  void aFailedPollDoesNotLoseTheResponse() {
    try (var server = server(QUEUED, "503", "cut", "503", "503", COMPLETED);
        var client = OpenAi.at(server.uri("/v1"))) {
      assertThat(CollectedResponse.of(read(client.responses("m", BACKGROUND))).text())
          .isEqualTo("Hi");
    }
  }

  @Test
  void endsAfterFiveFailedPollsAndCancelsTheResponse() throws Exception {
    try (var server = server(QUEUED, "503", "503", "503", "503", "503", "{}");
        var client = OpenAi.at(server.uri("/v1"))) {
      assertThatThrownBy(() -> read(client.responses("m", BACKGROUND)))
          .isInstanceOf(UnavailableException.class);

      server.takeRequest();
      assertThat(paths(server, 6))
          .endsWith("GET /v1/responses/r%2F1", "POST /v1/responses/r%2F1/cancel");
    }
  }

  @Test
  void pausesLongerAfterEachFailedPoll() {
    try (var server = server(QUEUED, "503", "cut", RUNNING, "503", "503", "503", "503", COMPLETED);
        var client = OpenAi.at(server.uri("/v1"))) {
      var time = new SkippingTimeSource();

      read(client.responses("m", everySeconds(10)), context(time, Deadline.none()));

      assertThat(time.sleeps())
          .extracting(Duration::toSeconds)
          .containsExactly(10L, 20L, 40L, 10L, 20L, 40L, 60L, 60L);
    }
  }

  @Test
  void pausesAsLongAsTheProviderRequires() {
    try (var server =
            LoopbackServer.start((request, client) -> {
              if (request.method().equals("POST")) {
                client.respond(200, "application/json", QUEUED);
              } else {
                client.respond(429, "application/json", "{}", "Retry-After: 300");
              }
            });
        var client = OpenAi.at(server.uri("/v1"))) {
      var time = new SkippingTimeSource();
      var deadline = Deadline.after(Duration.ofSeconds(100), time);

      assertThatThrownBy(
              () -> read(client.responses("m", everySeconds(10)), context(time, deadline)))
          .isInstanceOf(TimedOutException.class);

      assertThat(time.sleeps()).hasSize(2);
      assertThat(time.sleeps().getLast()).isBetween(Duration.ofSeconds(80), Duration.ofSeconds(90));
    }
  }

  @Test
  void aLongIntervalIsNotLengthened() {
    try (var server = server(QUEUED, "503", COMPLETED);
        var client = OpenAi.at(server.uri("/v1"))) {
      var time = new SkippingTimeSource();

      read(client.responses("m", everySeconds(300)), context(time, Deadline.none()));

      assertThat(time.sleeps()).extracting(Duration::toSeconds).containsExactly(300L, 300L);
    }
  }

  private static ResponsesOptions everySeconds(int seconds) {
    return ResponsesOptions.ofDefaults().withBackground(Duration.ofSeconds(seconds));
  }

  private static RunContext context(TimeSource time, Deadline deadline) {
    return new RunContext(
        "a", deadline, Budget.unlimited(), 1, Listeners.none(), new Timings.Recorder(time));
  }

  @Test
  void anErrorThatIsNotRetryableEndsThePolls() {
    try (var server = server(QUEUED, "404", "{}");
        var client = OpenAi.at(server.uri("/v1"))) {
      assertThatThrownBy(() -> read(client.responses("m", BACKGROUND)))
          .isInstanceOf(BadRequestException.class);
    }
  }

  @Test
  void aFailedResponseIsAnError() {
    String failed =
        "{\"id\":\"r/1\",\"status\":\"failed\",\"output\":[],\"error\":{\"code\":"
            + "\"invalid_prompt\",\"message\":\"No.\"}}";
    try (var server = server(QUEUED, failed, "{}");
        var client = OpenAi.at(server.uri("/v1"))) {
      assertThatThrownBy(() -> read(client.responses("m", BACKGROUND)))
          .isInstanceOf(BadRequestException.class);
    }
  }

  @Test
  void aClosedExchangeCancelsTheResponse() throws Exception {
    try (var server = server(QUEUED, "{}");
        var client = OpenAi.at(server.uri("/v1"))) {
      ModelExchange exchange = open(client.responses("m", BACKGROUND), RunContext.standalone());
      assertThat(exchange.iterator().next()).isInstanceOf(ModelEvent.Started.class);

      exchange.close();
      exchange.close();

      server.takeRequest();
      assertThat(paths(server, 1)).containsExactly("POST /v1/responses/r%2F1/cancel");
    }
  }

  @Test
  void aCancelledRunEndsTheWaitAndCancelsTheResponse() throws Exception {
    try (var server = server(QUEUED, "{}");
        var client = OpenAi.at(server.uri("/v1"))) {
      var run = RunContext.standalone();
      var options = ResponsesOptions.ofDefaults().withBackground(Duration.ofHours(1));
      try (ModelExchange exchange = open(client.responses("m", options), run)) {
        var events = exchange.iterator();
        events.next();
        Thread canceller = Thread.ofVirtual().start(run::cancel);

        assertThatThrownBy(events::hasNext).isInstanceOf(CancelledException.class);
        canceller.join();
      }

      server.takeRequest();
      assertThat(paths(server, 1)).containsExactly("POST /v1/responses/r%2F1/cancel");
    }
  }

  @Test
  void agentsUseTheSimulatedProviderInTheBackground() {
    try (var provider = SimulatedProvider.start();
        var client = OpenAi.builder().baseUrl(provider.baseUrl()).apiKey(ApiKey.of("k")).build()) {
      var input = new BasicChatInput("Hello");
      var agent = AtomicAgent.of(client.responses("gpt-5-pro", BACKGROUND));

      assertThat(agent.run(input).chatMessage()).isNotEmpty();
      try (var stream = agent.stream(input)) {
        assertThat(stream.result().chatMessage()).isNotEmpty();
      }
      assertThat(provider.requests())
          .extracting(request -> request.method())
          .containsExactly("POST", "GET", "GET", "POST", "GET", "GET");
    }
  }

  @Test
  void aConversationIsContinuedWithoutTheReasoningThatIsNotReturned() {
    try (var provider = SimulatedProvider.start();
        var client = OpenAi.builder().baseUrl(provider.baseUrl()).apiKey(ApiKey.of("k")).build()) {
      var agent = AtomicAgent.of(client.responses("gpt-5-pro", BACKGROUND));
      for (ResponseMode mode : List.of(ResponseMode.JSON_SCHEMA, ResponseMode.TOOL_CALL)) {
        var options = RunOptions.history(ChatHistory.unbounded()).withMode(mode);
        String last = "";
        for (int turn = 0; turn < 3; turn++) {
          assertThat(agent.call(new BasicChatInput("Hello"), options).requests()).isOne();
          last = lastCreated(provider);
        }

        assertThat(last).doesNotContain("rs_").doesNotContain("\"id\":\"msg_");
        assertThat(last.contains("\"phase\":\"final_answer\""))
            .isEqualTo(mode == ResponseMode.JSON_SCHEMA);
      }
      // The other requests of the conversation have encrypted reasoning.
      var options = RunOptions.history(ChatHistory.unbounded());
      agent.run(new BasicChatInput("Hello"), options);
      var foreground = options.withModel(client.responses("gpt-5-pro"));
      agent.run(new BasicChatInput("Hello"), foreground);
      agent.run(new BasicChatInput("Hello"), options);
      assertThat(lastCreated(provider)).containsOnlyOnce("encrypted_content");
    }
  }

  private static String lastCreated(SimulatedProvider provider) {
    return provider.requests().stream()
        .filter(request -> request.method().equals("POST"))
        .reduce((first, second) -> second)
        .orElseThrow()
        .body();
  }

  @Test
  void requiresAPositiveInterval() {
    assertThatThrownBy(() -> ResponsesOptions.ofDefaults().withBackground(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("poll: expected more than 0, found PT0S");
  }

  private static String state(String status, String output) {
    return "{\"id\":\"r/1\",\"status\":\"%s\",\"output\":[%s]}".formatted(status, output);
  }

  /** Starts a server with one response per request: a body, a status, or a cut connection. */
  private static LoopbackServer server(String... responses) {
    var left = new ArrayList<>(List.of(responses));
    return LoopbackServer.start((request, client) -> {
      String next = left.removeFirst();
      if (next.equals("cut")) {
        client.begin(200, "application/json");
        client.hangUp();
      } else if (next.startsWith("{")) {
        client.respond(200, "application/json", next);
      } else {
        client.respond(Integer.parseInt(next), "application/json", "{}");
      }
    });
  }

  private static List<String> paths(LoopbackServer server, int count) throws Exception {
    var paths = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      var received = server.takeRequest();
      paths.add(received.method() + " " + received.path());
    }
    return paths;
  }

  private static ModelExchange open(Model model, RunContext run) throws AgentException {
    var request = ModelRequest.of("m", List.of(Message.user("Hi"))).withStream(true);
    return model.client().open(request, run);
  }

  private static List<ModelEvent> read(Model model) {
    return read(model, RunContext.standalone());
  }

  private static List<ModelEvent> read(Model model, RunContext run) {
    var events = new ArrayList<ModelEvent>();
    try (ModelExchange exchange = open(model, run)) {
      exchange.forEach(events::add);
    }
    return events;
  }
}
