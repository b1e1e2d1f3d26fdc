package org.atomicagents.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.internal.http.LoopbackServer;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests that a second protocol can be built on the internal packages alone. */
@Timeout(60)
class MessagesClientTest {
  private static final String KEY = "sk-very-secret";
  private static final String START = "{\"type\":\"start\",\"id\":\"m-1\",\"model\":\"small\"}";

  @Test
  void streamsEventsWithTheKeyFromTheEnvironment() throws Exception {
    try (var server =
            LoopbackServer.start((request, client) -> {
              client.begin(200, "text/event-stream", "x-region: north");
              client.chunk(event("start", START));
              client.chunk(event("text", "{\"type\":\"text\",\"text\":\"Hi\"}"));
              client.last(event("stop", "{\"type\":\"stop\",\"reason\":\"done\",\"in\":7}"));
            });
        var messages = clientOf(server);
        var exchange = messages.open(request(), RunContext.standalone())) {
      var events = new ArrayList<ModelEvent>();
      exchange.forEach(events::add);

      assertThat(events.getFirst())
          .isInstanceOfSatisfying(
              ModelEvent.Started.class,
              started -> assertThat(started.headers()).containsEntry("x-region", List.of("north")));
      assertThat(events.subList(1, events.size()))
          .containsExactly(
              new ModelEvent.TextDelta("Hi"),
              new ModelEvent.UsageReport(Usage.of(7, 1)),
              new ModelEvent.Finished(FinishReason.STOP, "done"));
      LoopbackServer.Received received = server.takeRequest();
      assertThat(received.path()).isEqualTo("/v1/messages");
      assertThat(received.headers())
          .containsEntry("x-api-key", KEY)
          .containsEntry("accept", "text/event-stream");
      assertThat(received.body())
          .isEqualTo(
              "{\"model\":\"small\",\"stream\":true,\"messages\":[{\"content\":\"Hello\"}]}");
    }
  }

  @Test
  void mapsAStatusToAnExceptionWithoutTheKey() {
    String body =
        "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"Slow down, "
            + KEY
            + "\"}}";
    try (var server =
            LoopbackServer.start((request, client) ->
                client.respond(
                    429,
                    "application/json",
                    body,
                    "request-id: req-9",
                    "Retry-After: 3",
                    "X-Echo: " + KEY));
        var messages = clientOf(server)) {
      RateLimitedException failure =
          catchThrowableOfType(
              RateLimitedException.class, () -> messages.open(request(), RunContext.standalone()));

      assertThat(failure.error())
          .isEqualTo(
              new ProviderError(
                  "messages",
                  429,
                  "req-9",
                  "Slow down, ***",
                  body.replace(KEY, "***"),
                  failure.error().headers()));
      assertThat(failure.error().headers())
          .containsEntry("retry-after", List.of("3"))
          .containsEntry("x-echo", List.of("***"));
      assertThat(failure.retryAfter()).contains(Duration.ofSeconds(3));
      assertThat(failure.isRetryable()).isTrue();
    }
  }

  @Test
  void mapsAnErrorInTheMiddleOfAStream() {
    try (var server =
            LoopbackServer.start((request, client) -> {
              client.begin(200, "text/event-stream");
              client.chunk(event("start", START));
              client.last(
                  event(
                      "error",
                      "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}"));
            });
        var messages = clientOf(server);
        var exchange = messages.open(request(), RunContext.standalone())) {
      assertThatThrownBy(() -> exchange.forEach(event -> {}))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("Overloaded");
    }
  }

  @Test
  void reportsAnIncompleteStream() {
    try (var server =
            LoopbackServer.start((request, client) -> {
              client.begin(200, "text/event-stream");
              client.last(event("start", START));
            });
        var messages = clientOf(server);
        var exchange = messages.open(request(), RunContext.standalone())) {
      assertThatThrownBy(() -> exchange.forEach(event -> {}))
          .isInstanceOf(TransportException.class)
          .hasMessage(
              "messages returned an incomplete stream\n(POST %s/messages)\nTry again."
                  .formatted(server.uri("/v1")));
    }
  }

  @Test
  void cancellationClosesTheConnection() throws Exception {
    try (var server =
            LoopbackServer.start((request, client) -> {
              client.begin(200, "text/event-stream");
              client.chunk(event("start", START));
              client.awaitHangUp();
            });
        var messages = clientOf(server)) {
      var run = RunContext.standalone();
      ModelExchange exchange = messages.open(request(), run);
      Iterator<ModelEvent> events = exchange.iterator();
      assertThat(events.next()).isInstanceOf(ModelEvent.Started.class);

      run.cancel();

      assertThatThrownBy(events::next).isInstanceOf(CancelledException.class);
      server.takeHangUp();
    }
  }

  @Test
  void namesTheVariableOfAMissingKey() {
    assertThatThrownBy(
            () -> MessagesClient.fromEnv(Map.of("MESSAGES_BASE_URL", "http://localhost/v1")::get))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            Messages needs an API key, and the environment variable MESSAGES_API_KEY is not set.
            Ask for a key, and set it: export MESSAGES_API_KEY=...
            Or run a model on this machine.\
            """);
  }

  private static MessagesClient clientOf(LoopbackServer server) {
    return MessagesClient.fromEnv(
        Map.of("MESSAGES_BASE_URL", server.uri("/v1").toString(), "MESSAGES_API_KEY", KEY)::get);
  }

  private static ModelRequest request() {
    return ModelRequest.of("small", List.of(Message.user("Hello")));
  }

  private static String event(String type, String data) {
    return "event: " + type + "\ndata: " + data + "\n\n";
  }
}
