package org.atomicagents.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.atomicagents.gemini.GeminiResponses.HELLO;
import static org.atomicagents.gemini.GeminiResponses.JSON;
import static org.atomicagents.gemini.GeminiResponses.NEWEST;
import static org.atomicagents.gemini.GeminiResponses.SSE;
import static org.atomicagents.gemini.GeminiResponses.error;
import static org.atomicagents.gemini.GeminiResponses.isStream;
import static org.atomicagents.gemini.GeminiResponses.open;
import static org.atomicagents.gemini.GeminiResponses.response;
import static org.atomicagents.gemini.GeminiResponses.text;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
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
import org.atomicagents.internal.http.LoopbackServer;
import org.atomicagents.internal.provider.CollectedResponse;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.model.RetryPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests of failures of the Gemini API over HTTP: errors, limits, cut streams and blocked content.
 */
class GeminiFailureTest {
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
}
