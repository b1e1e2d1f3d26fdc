package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.atomicagents.openai.FailingCalls.failure;
import static org.atomicagents.openai.FailingCalls.stream;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.ProviderException;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.internal.http.LoopbackServer;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests of the exceptions for incomplete or malformed responses; messages are compared as a whole.
 */
@Timeout(60)
class BrokenResponseTest {
  private static final String JSON = "application/json";
  private static final String SSE = "text/event-stream";
  private static final String FIRST = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n";

  @Test
  void reportsAnErrorInsideACompleteResponse() {
    assertThat(
            failure(
                RateLimitedException.class,
                200,
                "{\"error\":{\"code\":429,\"message\":\"Provider returned error\"}}"))
        .hasMessage(
            "test reported a rate limit (429): Provider returned error\n"
                + "Try again later, or send fewer requests at a time.");
  }

  @Test
  void reportsAnErrorInAStreamAfterTheEventsBeforeIt() {
    var events = new ArrayList<ModelEvent>();

    AgentException failure =
        stream(
            events,
            FIRST
                + "data: {\"choices\":[{\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\"}],"
                + "\"error\":{\"code\":502,\"message\":\"Upstream died\"},"
                + "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}\n\n");

    assertThat(failure)
        .isInstanceOf(UnavailableException.class)
        .hasMessage("test is unavailable (502): Upstream died\nTry again later.");
    assertThat(events.subList(1, events.size()))
        .containsExactly(
            new ModelEvent.TextDelta("Hi"), new ModelEvent.UsageReport(Usage.of(1, 2)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"error\":{\"message\":\"M\",\"type\":\"server_error\"}}|test is unavailable (in the"
            + " stream): M",
        "{\"error\":\"M\"}|test is unavailable (in the stream): M",
        "{\"error\":{\"message\":\"M\",\"code\":\"rate_limit_exceeded\"}}|test reported a rate"
            + " limit (in the stream): M",
        "{\"error\":{\"message\":\"M\",\"type\":\"insufficient_quota\"}}|test reported a rate limit"
            + " (in the stream): M",
        "{\"error\":{\"message\":\"M\",\"code\":\"invalid_api_key\"}}|test rejected the credentials"
            + " (in the stream): M",
        "{\"error\":{\"message\":\"M\",\"type\":\"invalid_request_error\"}}|test rejected the"
            + " request (in the stream): M",
        "{\"choices\":[{\"error\":{\"message\":\"M\",\"code\":500}}]}|test is unavailable (500): M",
      })
  void mapsErrorsInAStream(String chunk, String message) {
    AgentException failure = stream(new ArrayList<>(), FIRST + "data: " + chunk + "\n\n");

    assertThat(failure).isInstanceOf(ProviderException.class);
    assertThat(failure.getMessage().lines().findFirst()).hasValue(message);
  }

  @Test
  void reportsAnErrorEventWithoutAnErrorObject() {
    AgentException failure =
        stream(
            new ArrayList<>(),
            FIRST + "event: error\ndata: {\"message\":\"Gone\",\"code\":503}\n\n");

    assertThat(failure).hasMessage("test is unavailable (503): Gone\nTry again later.");
  }

  @Test
  void ignoresANullError() {
    assertThat(
            stream(
                new ArrayList<>(),
                """
                data: {"error":null,"choices":[{"delta":{},"finish_reason":"stop"}]}

                data: [DONE]

                """))
        .isNull();
  }

  @Test
  void reportsAPageInsteadOfJson() {
    try (var server = LoopbackServer.answering(200, "text/html", "<html>Welcome</html>")) {
      TransportException failure = failure(TransportException.class, server);

      assertThat(failure)
          .hasMessage(
              "test returned text/html instead of JSON:\n  <html>Welcome</html>\n(POST %s)\nCheck that the base URL points to an OpenAI-compatible API."
                  .formatted(server.uri("/v1/chat/completions")));
      assertThat(failure.stage()).isEqualTo(TransportException.Stage.PROTOCOL);
    }
  }

  @Test
  void reportsAnEmptyBody() {
    assertThat(firstLine(200, "")).isEqualTo("test returned an empty body");
  }

  @Test
  void reportsJsonWithoutChoices() {
    try (var server = LoopbackServer.answering(200, JSON, "{\"detail\":\"moved\"}")) {
      assertThat(failure(TransportException.class, server))
          .hasMessage(
              "test returned a response without choices:\n  {\"detail\":\"moved\"}\n(POST %s)\nCheck that the base URL points to an OpenAI-compatible API."
                  .formatted(server.uri("/v1/chat/completions")));
    }
  }

  @Test
  void reportsMalformedJson() {
    try (var server = LoopbackServer.answering(200, JSON, "{\"choices\":[}")) {
      assertThat(failure(TransportException.class, server))
          .hasMessage(
              "test returned malformed JSON:\n  {\"choices\":[}\n(POST %s)\nCheck that the base URL points to an OpenAI-compatible API."
                  .formatted(server.uri("/v1/chat/completions")));
    }
  }

  @Test
  void reportsIncompleteJson() {
    try (var server =
        LoopbackServer.start((request, client) -> {
          client.raw(
              "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"choices\":[{\"mess");
          client.hangUp();
        })) {
      TransportException failure = failure(TransportException.class, server);

      assertThat(failure)
          .hasMessage(
              "test returned incomplete JSON\n(POST %s)\nTry again."
                  .formatted(server.uri("/v1/chat/completions")));
      assertThat(failure.stage()).isEqualTo(TransportException.Stage.RESPONSE);
    }
  }

  @Test
  void reportsAnIncompleteStream() {
    for (String end : List.of("", "data: {\"choices\":[{\"del", "data: {\"choices\":[]}\n")) {
      var events = new ArrayList<ModelEvent>();

      AgentException failure = stream(events, FIRST + end);

      assertThat(failure)
          .isInstanceOfSatisfying(
              TransportException.class,
              e -> {
                assertThat(e.getMessage().lines().findFirst())
                    .hasValue("test returned an incomplete stream");
                assertThat(e.stage()).isEqualTo(TransportException.Stage.RESPONSE);
              });
      assertThat(events).contains(new ModelEvent.TextDelta("Hi"));
    }
  }

  @Test
  void reportsAStreamWithoutChoices() {
    assertThat(stream(new ArrayList<>(), "data: [DONE]\n\n").getMessage().lines().findFirst())
        .hasValue("test returned a stream without choices");
  }

  @Test
  void reportsAnEventThatIsNotJson() {
    assertThat(stream(new ArrayList<>(), FIRST + "data: oops\n\n").getMessage().lines().limit(2))
        .containsExactly("test returned an event that is not JSON:", "  oops");
  }

  @Test
  void reportsAResponseThatIsTooLong() {
    try (var server =
        LoopbackServer.start((request, client) -> {
          client.begin(200, JSON);
          var megabyte = " ".repeat(1_000_000);
          client.chunk("{");
          for (int i = 0; i < 70; i++) {
            client.chunk(megabyte);
          }
          client.end();
        })) {
      assertThat(failure(TransportException.class, server))
          .hasMessage(
              "test returned more than 64000000 bytes\n(POST %s)\nCheck that the base URL points to an OpenAI-compatible API."
                  .formatted(server.uri("/v1/chat/completions")));
    }
  }

  @Test
  void reportsAStreamThatIsTooLong() {
    assertThat(endless(SSE, FIRST, 4_000)).isEqualTo("test returned more than 4000 bytes");
    assertThat(endless(SSE, FIRST, 40_000)).isEqualTo("test returned more than 40000 bytes");
  }

  @Test
  void reportsEndlessWhiteSpace() {
    assertThat(endless(SSE, "\n".repeat(99), 40_000))
        .isEqualTo("test returned more than 40000 bytes");
    assertThat(endless(JSON, " ".repeat(99), 40_000))
        .isEqualTo("test returned more than 40000 bytes");
    assertThat(endless("", ": still there\n\n", 40_000))
        .isEqualTo("test returned more than 40000 bytes");
  }

  /**
   * Returns the first line of the error for a server that repeats a chunk until the client hangs
   * up.
   */
  private static String endless(String contentType, String chunk, long maxBytes) {
    try (var server =
            LoopbackServer.start((request, client) -> {
              client.begin(200, contentType);
              while (true) {
                client.chunk(chunk);
              }
            });
        var client =
            OpenAi.builder(Provider.of("test", server.uri("/v1")))
                .maxResponseBytes(maxBytes)
                .build();
        var exchange =
            client.open(
                ModelRequest.of("m", List.of(Message.user("Hello"))).withStream(true),
                RunContext.standalone())) {
      return catchThrowableOfType(TransportException.class, () -> exchange.forEach(event -> {}))
          .getMessage()
          .lines()
          .findFirst()
          .get();
    }
  }

  private static String firstLine(int status, String body) {
    return failure(TransportException.class, status, body).getMessage().lines().findFirst().get();
  }
}
