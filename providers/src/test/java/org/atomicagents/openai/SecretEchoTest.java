package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.ProviderException;
import org.atomicagents.http.ApiKey;
import org.atomicagents.internal.http.LoopbackServer;
import org.atomicagents.internal.provider.CollectedResponse;
import org.atomicagents.message.Message;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.model.RunContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that echo the secrets of a request reveal them in no exception and in no event. */
@Timeout(60)
class SecretEchoTest {
  private static final String KEY = "sk-a/b0123456789wxyzABCDEF";
  private static final String TOKEN = "t0ken-of-the-user";
  private static final String PASSWORD = "correct-horse-battery";
  private static final String QUERY = "query-of-the-user1";
  private static final List<String> SECRETS = List.of(KEY, TOKEN, PASSWORD, QUERY);
  private static final String JSON = "application/json";

  static Stream<String> echoes() {
    return SECRETS.stream()
        .flatMap(secret ->
            Stream.of(
                secret,
                secret.replace("/", "\\/"),
                String.format("\\u%04x", (int) secret.charAt(0)) + secret.substring(1),
                secret.replace("-", "%2D"),
                Base64.getEncoder().encodeToString(bytes(secret)),
                Base64.getEncoder().encodeToString(bytes("user:" + secret)),
                secret.substring(0, secret.length() - 1)));
  }

  @ParameterizedTest
  @MethodSource("echoes")
  void inAnErrorBody(String echo) {
    requireHidden(
        echo,
        (request, client) ->
            client.respond(401, JSON, "{\"error\":{\"message\":\"Bad key " + echo + "\"}}"));
    requireHidden(
        echo,
        (request, client) ->
            client.respond(
                401, JSON, "{\"error\":{\"message\":\"Bad key\",\"code\":\"" + echo + "\"}}"));
    requireHidden(
        echo, (request, client) -> client.respond(500, "text/html", "<b>Bad key " + echo + "</b>"));
  }

  @ParameterizedTest
  @MethodSource("echoes")
  void inARequestId(String echo) {
    requireHidden(
        echo,
        (request, client) ->
            client.respond(
                401, JSON, "{\"error\":{\"message\":\"Bad key\"}}", "x-request-id: " + echo));
    requireHidden(
        echo,
        (request, client) ->
            client.respond(
                401,
                JSON,
                "{\"error\":{\"message\":\"Bad key\"},\"request_id\":\"" + echo + "\"}"));
  }

  @ParameterizedTest
  @MethodSource("echoes")
  void behindTheLengthOfAMessage(String echo) {
    for (int length = 1_985; length <= 2_000; length++) {
      String message = "x".repeat(length) + echo;
      requireHidden(
          echo,
          (request, client) ->
              client.respond(401, JSON, "{\"error\":{\"message\":\"" + message + "\"}}"));
      requireHidden(echo, (request, client) -> client.respond(500, "text/plain", message));
    }
  }

  @ParameterizedTest
  @MethodSource("echoes")
  void inAnUnexpectedBody(String echo) {
    for (int length = 480; length <= 500; length++) {
      String text = "x".repeat(length) + echo;
      requireHidden(echo, (request, client) -> client.respond(200, "text/plain", text));
      requireHidden(
          echo,
          (request, client) -> client.respond(200, "text/event-stream", "data: " + text + "\n\n"));
    }
  }

  @ParameterizedTest
  @MethodSource("echoes")
  void inAnErrorEvent(String echo) {
    requireHidden(
        echo,
        (request, client) ->
            client.respond(
                200,
                "text/event-stream",
                "data: {\"error\":{\"message\":\"Bad key " + echo + "\"}}\n\n"));
  }

  @ParameterizedTest
  @MethodSource("echoes")
  void inAnIncompleteErrorBody(String echo) {
    requireHidden(
        echo,
        (request, client) -> {
          client.begin(500, "text/plain");
          client.chunk("Bad key " + echo);
          client.hangUp();
        });
  }

  @ParameterizedTest
  @MethodSource("echoes")
  void inTheStatusLineOrARedirect(String echo) {
    requireHidden(echo, (request, client) -> client.raw("HTTP/1.1 key " + echo + "\r\n\r\n"));
    requireHidden(
        echo,
        (request, client) -> client.respond(302, "", "", "Location: http://localhost/" + echo));
  }

  @Test
  void inTheEventsAndTheIdsOfASuccessfulRun() {
    String response =
        """
        {"id":"%s","model":"%s","choices":[{"message":{"content":"{\\"chat_message\\":\\"Hi\\"}"},\
        "finish_reason":"stop"}]}\
        """
            .formatted(KEY, TOKEN);
    try (var server =
            LoopbackServer.start((request, client) ->
                client.respond(200, JSON, response, "x-request-id: " + PASSWORD));
        var client = client(server)) {
      var events = new ArrayList<Object>();
      var agent = AtomicAgent.builder(client.model("m")).build();

      var result =
          agent.call(new BasicChatInput("Hi"), RunOptions.defaults().withListener(events::add));

      assertThat(result.output()).isEqualTo(new BasicChatOutput("Hi"));
      assertThat(SECRETS)
          .noneMatch(secret ->
              (result + " " + result.model() + result.requestIds() + events).contains(secret));
      assertThat(result.requestIds()).containsExactly("***");
    }
  }

  private static void requireHidden(String echo, LoopbackServer.Script script) {
    try (var server = LoopbackServer.start(script);
        var client = client(server)) {
      for (boolean stream : List.of(true, false)) {
        AgentException failure =
            catchThrowableOfType(AgentException.class, () -> send(client, stream));

        String text = describe(failure);
        assertThat(text).doesNotContain(echo).doesNotContain(echo.substring(0, 8));
        for (String secret : SECRETS) {
          assertThat(text).doesNotContain(secret.substring(0, secret.length() - 1));
        }
      }
    }
  }

  private static String describe(AgentException failure) {
    var text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    text.append(failure.requestIds().toString());
    if (failure instanceof ProviderException provider) {
      text.append(provider.error().message())
          .append(provider.error().body())
          .append(provider.error().requestId())
          .append(provider.error().toString());
    }
    return text.toString();
  }

  private static void send(OpenAi client, boolean stream) {
    var request = ModelRequest.of("m", List.of(Message.user("Hello"))).withStream(stream);
    try (var exchange = client.open(request, RunContext.standalone())) {
      CollectedResponse.of(exchange);
    }
  }

  private static OpenAi client(LoopbackServer server) {
    return OpenAi.builder(Provider.of("test", URI.create(server.uri("/v1") + "?key=" + QUERY)))
        .apiKey(ApiKey.of(KEY))
        .header("X-Gateway", "Bearer " + TOKEN)
        .header("X-Credential", PASSWORD)
        .retry(RetryPolicy.none())
        .build();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
