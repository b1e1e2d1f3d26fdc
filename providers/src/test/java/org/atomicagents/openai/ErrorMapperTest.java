package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.atomicagents.openai.FailingCalls.failure;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.ContextTooLargeException;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.RateLimitedException.Kind;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.UnauthorizedException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.http.ApiKey;
import org.atomicagents.internal.http.LoopbackServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of the exceptions for error responses; messages are compared as a whole. */
@Timeout(60)
class ErrorMapperTest {
  private static final String JSON = "application/json";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"error\":{\"message\":\"Went wrong\",\"type\":\"t\"}}|Went wrong",
        "{\"error\":\"Went wrong\"}|Went wrong",
        "{\"error\":{\"error\":\"Went wrong\"}}|Went wrong",
        "{\"error\":\"Title\",\"message\":\"Went wrong\"}|Title: Went wrong",
        "{\"object\":\"error\",\"message\":\"Went wrong\",\"code\":1000}|Went wrong",
        "{\"message\":{\"detail\":[{\"loc\":[\"body\",\"a\",0],\"msg\":\"Bad\"}]}}|body.a.0: Bad",
        "{\"detail\":\"Went wrong\"}|Went wrong",
        "{\"detail\":[{\"loc\":[\"body\",\"n\"],\"msg\":\"Bad\"},{\"msg\":\"Worse\"}]}|body.n: Bad;"
            + " Worse",
        "[{\"error\":{\"message\":\"Went wrong\",\"code\":400}}]|Went wrong",
        "{\"error\":{\"message\":\"A\",\"metadata\":{\"raw\":\"B\"}}}|A: B",
      })
  void findsTheMessageInAnyShape(String body, String message) {
    assertThat(failure(BadRequestException.class, 400, body))
        .hasMessage(
            "test rejected the request (400): "
                + message
                + "\nCheck the model's name, the parameters and the schema.");
  }

  @Test
  void namesTheRequestIfTheBodyHasNoMessage() {
    try (var server = LoopbackServer.answering(404, "text/plain", "404 page not found\n")) {
      assertThat(failure(BadRequestException.class, server))
          .hasMessage(
              "test rejected the request (404): 404 page not found (from POST %s)\nCheck the model's name, the parameters and the schema."
                  .formatted(server.uri("/v1/chat/completions")));
    }
    try (var server = LoopbackServer.answering(418, "", "")) {
      assertThat(failure(BadRequestException.class, server))
          .hasMessage(
              "test rejected the request (418): empty body (from POST %s)\nCheck the model's name, the parameters and the schema."
                  .formatted(server.uri("/v1/chat/completions")));
    }
  }

  @Test
  void reportsAnUnknownModel() {
    BadRequestException failure =
        failure(
            BadRequestException.class,
            404,
            "{\"error\":{\"message\":\"The model 'gpt-9' does not"
                + " exist\",\"code\":\"model_not_found\"}}",
            "X-Request-Id: req_1");

    assertThat(failure)
        .hasMessage(
            "test rejected the request (404, request req_1): The model 'gpt-9' does not exist\n"
                + "Check the model's name, the parameters and the schema.");
    assertThat(failure.error().status()).isEqualTo(404);
    assertThat(failure.error().requestId()).isEqualTo("req_1");
    assertThat(failure.isRetryable()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"401", "403"})
  void reportsAnInvalidKey(int status) {
    assertThat(failure(UnauthorizedException.class, status, "{\"error\":{\"message\":\"No key\"}}"))
        .hasMessage(
            "test rejected the credentials ("
                + status
                + "): No key\nCheck the API key and its permissions.");
  }

  @ParameterizedTest
  @CsvSource({"408", "409", "425", "498", "500", "502", "503", "504", "529"})
  void reportsAnUnavailableProvider(int status) {
    UnavailableException failure =
        failure(UnavailableException.class, status, "{\"error\":\"Busy\"}", "Retry-After: 3");

    assertThat(failure)
        .hasMessage("test is unavailable (" + status + "): Busy\nTry again in 3000 ms.");
    assertThat(failure.retryAfter()).hasValue(Duration.ofSeconds(3));
    assertThat(failure.isRetryable()).isTrue();
  }

  @Test
  void parsesTheWaitBeforeARetry() {
    assertThat(limited("{\"error\":\"Slow down\"}", "Retry-After: 2"))
        .hasMessage("test reported a rate limit (429): Slow down\nTry again in 2000 ms.");
    assertThat(limited("{}", "Retry-After: 0.5").retryAfter()).hasValue(Duration.ofMillis(500));
    assertThat(limited("{}", "Retry-After: 9", "retry-after-ms: 12.5").retryAfter())
        .hasValue(Duration.ofNanos(12_500_000));
    assertThat(limited("{}", "Retry-After: Thu, 01 Jan 2026 00:01:30 GMT").retryAfter())
        .hasValue(Duration.ofSeconds(90));
    assertThat(limited("{}", "Retry-After: Wed, 31 Dec 2025 23:00:00 GMT").retryAfter())
        .hasValue(Duration.ZERO);
    for (String malformed :
        List.of(
            "soon", "", "-1", "+1", "3f", "1d", "1e3", "0x1p3", "NaN", "Infinity", "1.", ".5")) {
      assertThat(limited("{}", "Retry-After: " + malformed).retryAfter()).isEmpty();
    }
  }

  @Test
  void limitsALongWait() {
    Duration max = Duration.ofDays(366);
    for (String longWait :
        List.of("31622401", "9".repeat(60), "31622400", "Tue, 01 Jan 2030 00:00:00 GMT")) {
      assertThat(limited("{}", "Retry-After: " + longWait).retryAfter()).hasValue(max);
    }
    assertThat(limited("{}", "retry-after-ms: " + "9".repeat(60)).retryAfter()).hasValue(max);
  }

  @Test
  void readsTheObsoleteFormatsOfADate() {
    for (String date : List.of("Thursday, 01-Jan-26 00:01:30 GMT", "Thu Jan  1 00:01:30 2026")) {
      assertThat(limited("{}", "Retry-After: " + date).retryAfter())
          .hasValue(Duration.ofSeconds(90));
    }
    assertThat(limited("{}", "Retry-After: Sunday, 06-Nov-94 08:49:37 GMT").retryAfter())
        .hasValue(Duration.ZERO);
    assertThat(limited("{}").retryAfter()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "RATE|{\"error\":{\"message\":\"Rate limit reached for"
            + " requests\",\"code\":\"rate_limit_exceeded\"}}",
        "RATE|{\"error\":{\"message\":\"Rate limit reached on tokens per day (TPD): Limit 100000,"
            + " Used 99900, Requested 300. Upgrade at"
            + " https://console.groq.com/settings/billing\",\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\"}}",
        "REQUEST_TOO_LARGE|{\"error\":{\"message\":\"Request too large for gpt-4o on tokens per min"
            + " (TPM): Limit 30000, Requested 45000. The input or output tokens must be"
            + " reduced\",\"code\":\"rate_limit_exceeded\"}}",
        "REQUEST_TOO_LARGE|{\"error\":{\"message\":\"Please reduce your message size and try"
            + " again\"}}",
        "QUOTA|{\"error\":{\"message\":\"You exceeded your current quota, please check your plan"
            + " and billing"
            + " details.\",\"type\":\"insufficient_quota\",\"code\":\"insufficient_quota\"}}",
        "QUOTA|{\"error\":{\"message\":\"Billing hard limit has been"
            + " reached\",\"code\":\"billing_hard_limit_reached\"}}",
        "QUOTA|{\"error\":{\"message\":\"Your credit balance is too low\"}}",
        "CAPACITY|{\"status\":429,\"error\":\"INSUFFICIENT QUOTA\",\"message\":\"You exceeded your"
            + " current limit of concurrent requests.\"}",
        "RATE|{\"status\":429,\"error\":\"INSUFFICIENT QUOTA\",\"message\":\"You exceeded your"
            + " current quota of tokens per minute.\"}",
        "CAPACITY|{\"error\":{\"message\":\"Try again\",\"type\":\"engine_overloaded_error\"}}",
        "CAPACITY|{\"error\":{\"message\":\"Too many concurrent requests for this model\"}}",
      })
  void classifiesLimits(Kind kind, String body) {
    assertThat(limited(body).kind()).isEqualTo(kind);
  }

  @Test
  void aQuotaWithARetryTimeIsTemporary() {
    assertThat(
            limited(
                    "{\"error\":{\"message\":\"You exceeded your current quota\"}}",
                    "Retry-After: 8")
                .kind())
        .isEqualTo(Kind.RATE);
  }

  @Test
  void detectsLimitsUnderOtherStatuses() {
    assertThat(
            failure(
                RateLimitedException.class,
                402,
                "{\"error\":{\"message\":\"Insufficient Balance\"}}"))
        .hasMessage(
            "test reported a rate limit (402): Insufficient Balance\n"
                + "Check the quota and the credit of your account with the provider.");
    assertThat(
            failure(
                RateLimitedException.class,
                413,
                "{\"error\":{\"message\":\"Request too large for model: Limit 6000, Requested"
                    + " 9000\"}}"))
        .hasMessage(
            "test reported a rate limit (413): Request too large for model: Limit 6000, Requested"
                + " 9000\n"
                + "Make the request smaller, or ask the provider for a higher limit.");
    assertThat(
            failure(BadRequestException.class, 413, "<h1>413 Request Entity Too Large</h1>")
                .isRetryable())
        .isFalse();
  }

  @Test
  void reportsAnExceededContextWindow() {
    assertThat(
            failure(
                ContextTooLargeException.class,
                400,
                "{\"error\":{\"message\":\"This model's maximum context length is 8192 tokens."
                    + " However, your messages resulted in 10000"
                    + " tokens.\",\"code\":\"context_length_exceeded\"}}"))
        .hasMessage(
            """
            Agent 'standalone' needs 10000 tokens of context, but the model has 8192.
            Shorten the input, the prompt or the history, or use a model with a larger context window.\
            """);
    assertThat(
            failure(
                    ContextTooLargeException.class,
                    400,
                    "{\"error\":{\"code\":400,\"message\":\"request (9024 tokens) exceeds the"
                        + " available context size (4096 tokens), try increasing"
                        + " it\",\"type\":\"exceed_context_size_error\"}}")
                .limit())
        .isEqualTo(4096);
    assertThat(
            failure(
                ContextTooLargeException.class,
                400,
                "{\"error\":{\"message\":\"prompt is too long\"}}"))
        .hasMessage(
            """
            Agent 'standalone' exceeded the context window of the model; test responded (400): prompt is too long
            Shorten the input, the prompt or the history, or use a model with a larger context window.\
            """);
  }

  @Test
  void ignoresNumbersThatOverflow() {
    String digits = "9".repeat(40);

    assertThat(
            limited(
                "{\"error\":{\"code\":%s,\"message\":\"Limit %s, Requested %s\"}}"
                    .formatted(digits, digits, digits)))
        .hasMessage(
            "test reported a rate limit (429): Limit %s, Requested %s\nTry again later, or send fewer requests at a time."
                .formatted(digits, digits));
    assertThat(limited("{\"error\":\"Limit 9, Requested " + digits + "\"}").kind())
        .isEqualTo(Kind.RATE);
    assertThat(
            failure(
                ContextTooLargeException.class,
                400,
                "{\"error\":\"maximum context length is %s tokens, requested %s tokens\"}"
                    .formatted(digits, digits)))
        .hasMessageContaining("test responded (400): maximum context length is");
  }

  @Test
  void redactsKeysButNotPlaceholders() {
    assertThat(errorMessage("none", "fits")).isEqualTo("none of sk-12345 fits");
    assertThat(errorMessage("sk-12345", "none")).isEqualTo("none of *** fits");
    assertThat(errorMessage("x", "sk-12345")).isEqualTo("none of *** fits");
    assertThat(ApiKey.of("x")).hasToString("ApiKey[***]");
  }

  @Test
  void truncatesLongBodies() {
    BadRequestException failure = failure(BadRequestException.class, 400, "x".repeat(10_000));

    assertThat(failure.error().body()).isEqualTo("x".repeat(2_000) + "…");
    assertThat(failure.error().message()).isEqualTo("x".repeat(2_000) + "…");
  }

  @Test
  void mapsTheStatusOfAnIncompleteBody() {
    try (var server =
        LoopbackServer.start((request, client) -> {
          client.raw("HTTP/1.1 503 X\r\nContent-Length: 99\r\n\r\nBusy");
          client.hangUp();
        })) {
      assertThat(failure(UnavailableException.class, server).error().message()).startsWith("Busy…");
    }
  }

  @Test
  void doesNotFollowRedirects() {
    try (var target = LoopbackServer.answering(200, JSON, "{}");
        var server =
            LoopbackServer.start((request, client) ->
                client.respond(308, "", "", "Location: " + target.uri("/v1?t=1")))) {
      assertThat(failure(TransportException.class, server))
          .hasMessage(
              "test returned status 308 with a redirect to %s. Redirects are not followed, because they would send the key to another address.\n(POST %s)\nSet the base URL to the address of the API."
                  .formatted(target.uri("/v1"), server.uri("/v1/chat/completions")));
      assertThat(target.connections()).isZero();
    }
  }

  @Test
  void advisesHowToStartALocalServer() throws Exception {
    try (var reserved = new Socket()) {
      // Bound but not listening: connections are refused, and nothing else gets the port.
      reserved.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = reserved.getLocalPort();
      URI closedPort = URI.create("http://127.0.0.1:" + port + "/v1");

      assertThat(unreachable(OpenAi.builder(Provider.OLLAMA).baseUrl(closedPort).build()))
          .hasMessage(
              """
              Could not connect to http://127.0.0.1:%d (Connection refused).
              Is Ollama running there? Start it with "ollama serve", or set OLLAMA_HOST to its address.\
              """
                  .formatted(port));
      assertThat(
              unreachable(
                  OpenAi.builder(Provider.GROQ).baseUrl(closedPort).apiKey(ApiKey.of("k")).build()))
          .hasMessage(
              """
              Could not connect to http://127.0.0.1:%d (Connection refused).
              Check the network, the proxy and GROQ_BASE_URL.\
              """
                  .formatted(port));
      assertThat(unreachable(OpenAi.at(closedPort)))
          .hasMessage(
              """
              Could not connect to http://127.0.0.1:%d (Connection refused).
              Is a server running there? Check the address.\
              """
                  .formatted(port));
    }
  }

  private static String errorMessage(String key, String tokenHeader) {
    try (var server = LoopbackServer.answering(400, JSON, "{\"error\":\"none of sk-12345 fits\"}");
        var client =
            OpenAi.builder(Provider.of("test", server.uri("/v1")))
                .apiKey(ApiKey.of(key))
                .header("X-Token", tokenHeader)
                .build()) {
      return catchThrowableOfType(
              BadRequestException.class, () -> client.models(Duration.ofSeconds(9)))
          .error()
          .message();
    }
  }

  private static TransportException unreachable(OpenAi client) {
    try (client) {
      return catchThrowableOfType(
          TransportException.class, () -> client.models(Duration.ofSeconds(9)));
    }
  }

  private static RateLimitedException limited(String body, String... headers) {
    return failure(RateLimitedException.class, 429, body, headers);
  }
}
