package org.atomicagents.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.BatchItemException;
import org.atomicagents.error.BatchItemException.Reason;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.UnauthorizedException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.http.ApiKey;
import org.atomicagents.internal.http.ScriptedServer;
import org.atomicagents.internal.provider.batch.BatchCalls;
import org.atomicagents.message.Message;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.model.batch.BatchClient;
import org.atomicagents.model.batch.BatchHandle;
import org.atomicagents.model.batch.BatchLookup;
import org.atomicagents.model.batch.BatchRequest;
import org.atomicagents.model.batch.BatchResult;
import org.atomicagents.model.batch.BatchStatus;
import org.atomicagents.model.batch.BatchStatus.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The Message Batches API, over sockets. */
@Timeout(60)
class ClaudeBatchesTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String KEY = "sk-ant-secret-of-the-account";
  private static final String BATCH = "GET /v1/messages/batches/batch_1";
  private static final String RESULTS = "GET /v1/messages/batches/batch_1/results";
  private static final String MESSAGE =
      "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-sonnet-5-5\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":3,\"output_tokens\":1}}";

  private final ScriptedServer server = new ScriptedServer();
  private final Anthropic anthropic =
      Anthropic.builder()
          .baseUrl(server.uri(""))
          .apiKey(ApiKey.of(KEY))
          .retry(RetryPolicy.ofDefaults().withInitialWait(Duration.ZERO))
          .build();
  private final BatchClient client = anthropic.batches();

  @AfterEach
  void close() {
    anthropic.close();
    server.close();
  }

  @Test
  void createsABatchOfRequestsInOneBody() {
    server.on("POST /v1/messages/batches", batch("in_progress", ""));

    BatchHandle handle = BatchCalls.submit(client, "k", request("a"), request("b"));

    assertThat(handle)
        .isEqualTo(
            new BatchHandle(
                "anthropic",
                "anthropic at " + server.uri(""),
                "batch_1",
                Map.of("model", "claude-sonnet-5-5")));
    var received = server.request("POST /v1/messages/batches");
    assertThat(received.headers())
        .containsEntry("anthropic-version", "2023-06-01")
        .containsEntry("x-api-key", KEY);
    JsonNode body = JsonMapper.builder().build().readTree(received.body());
    assertThat(body.propertyNames()).containsExactly("requests");
    assertThat(body.path("requests")).hasSize(2);
    JsonNode second = body.path("requests").path(1);
    assertThat(second.propertyNames()).containsExactly("custom_id", "params");
    assertThat(second.path("custom_id").asString()).isEqualTo("b");
    assertThat(second.path("params").path("model").asString()).isEqualTo("claude-sonnet-5-5");
    assertThat(second.path("params").path("max_tokens").asInt()).isPositive();
    assertThat(second.path("params").has("stream")).isFalse();
  }

  @Test
  void sendsOptionsWithEachRequestAndTheirBetas() {
    server.on("POST /v1/messages/batches", batch("in_progress", ""));
    var options =
        AnthropicOptions.ofDefaults().withServiceTier("standard_only").withBeta("my-beta");

    BatchCalls.submit(anthropic.batches(options), "k", request("a"));

    var received = server.request("POST /v1/messages/batches");
    assertThat(received.headers()).containsEntry("anthropic-beta", "my-beta");
    assertThat(received.body()).contains("\"service_tier\":\"standard_only\"");
  }

  @Test
  void aCreationInDoubtIsNotRepeatedAndCannotBeFound() {
    server.on("POST /v1/messages/batches", "drop");

    assertThatThrownBy(() -> BatchCalls.submit(client, "k", request("a")))
        .isInstanceOf(TransportException.class);

    assertThat(server.requests()).hasSize(1);
    assertThat(client.find("k", TIMEOUT)).isInstanceOf(BatchLookup.Unknown.class);
  }

  @Test
  void aCreationThatIsRefusedForNowIsRepeated() {
    server.on("POST /v1/messages/batches", "429", batch("in_progress", ""));

    assertThat(BatchCalls.submit(client, "k", request("a")).id()).isEqualTo("batch_1");
  }

  @Test
  void aCreatedBatchWithoutAnIdIsAViolationOfTheProtocol() {
    server.on("POST /v1/messages/batches", "{}");

    assertThatThrownBy(() -> BatchCalls.submit(client, "k", request("a")))
        .isInstanceOf(TransportException.class)
        .hasMessage(
            "anthropic returned a batch without an id.\n(anthropic at %s)\nCheck that the base URL points to Anthropic's Messages API."
                .formatted(server.uri("")));
  }

  @Test
  void readsTheStatusOfARunningBatch() {
    server.on(
        BATCH,
        batch(
            "in_progress",
            ",\"created_at\":\"2026-11-30T10:00:00.5Z\",\"expires_at\":\"2026-12-01T10:00:00+00:00\",\"ended_at\":null,\"request_counts\":{\"processing\":9,\"succeeded\":0,\"errored\":0,\"canceled\":0,\"expired\":0}"));

    assertThat(client.status(handle(), TIMEOUT))
        .isEqualTo(
            new BatchStatus(
                State.RUNNING,
                9,
                0,
                0,
                Instant.parse("2026-11-30T10:00:00.5Z"),
                Instant.parse("2026-12-01T10:00:00Z"),
                null,
                ""));
  }

  @ParameterizedTest
  @CsvSource({
    "ended,0,0,COMPLETED",
    "ended,1,1,CANCELLED",
    "ended,0,2,EXPIRED",
    "canceling,0,0,CANCELLING",
    "a_new_state,0,0,RUNNING"
  })
  void mapsEachStatus(String wire, int cancelled, int expired, State state) {
    server.on(
        BATCH,
        batch(
            wire,
            ",\"ended_at\":\"2026-11-30T11:00:00Z\",\"request_counts\":{\"succeeded\":5,\"errored\":1,\"canceled\":%d,\"expired\":%d}"
                .formatted(cancelled, expired)));

    BatchStatus status = client.status(handle(), TIMEOUT);

    assertThat(status.state()).isEqualTo(state);
    assertThat(status.failed()).isEqualTo(1 + cancelled + expired);
    assertThat(status.total()).isEqualTo(6 + cancelled + expired);
    assertThat(status.ended() != null).isEqualTo(state.isEnd());
  }

  @Test
  void readsEachKindOfResult() {
    server
        .on(BATCH, batch("ended", ",\"results_url\":\"https://elsewhere.example/results\""))
        .on(
            RESULTS,
            result("a", "{\"type\":\"succeeded\",\"message\":" + MESSAGE + "}")
                + result("b", "{\"type\":\"expired\"}")
                + result("c", "{\"type\":\"canceled\"}")
                + result("d", "{\"type\":\"succeeded\"}")
                + result("e", "{\"type\":\"a_new_type\"}"));

    List<BatchResult> results = read();

    assertThat(results).extracting(BatchResult::id).containsExactly("a", "b", "c", "d", "e");
    assertThat(((BatchResult.Succeeded) results.getFirst()).events())
        .contains(new ModelEvent.TextDelta("Hi"));
    assertThat(reason(results.get(1))).isEqualTo(Reason.EXPIRED);
    assertThat(reason(results.get(2))).isEqualTo(Reason.CANCELLED);
    assertThat(BatchCalls.failure(results.get(3))).isInstanceOf(TransportException.class);
    assertThat(BatchCalls.failure(results.get(4))).isInstanceOf(TransportException.class);
    assertThat(server.request(RESULTS).headers()).containsEntry("x-api-key", KEY);
  }

  @ParameterizedTest
  @CsvSource({
    "invalid_request_error,BadRequestException",
    "not_found_error,BadRequestException",
    "request_too_large,BadRequestException",
    "authentication_error,UnauthorizedException",
    "permission_error,UnauthorizedException",
    "billing_error,RateLimitedException",
    "rate_limit_error,RateLimitedException",
    "api_error,UnavailableException",
    "timeout_error,UnavailableException",
    "overloaded_error,UnavailableException",
    "a_new_error,UnavailableException"
  })
  void mapsTheErrorOfEachRequest(String type, String exception) {
    String error =
        "{\"type\":\"error\",\"request_id\":\"req_1\",\"error\":{\"type\":\"%s\",\"message\":\"No\"}}"
            .formatted(type);
    server
        .on(BATCH, batch("ended", ""))
        .on(RESULTS, result("a", "{\"type\":\"errored\",\"error\":" + error + "}"));

    AgentException failure = BatchCalls.failure(read().getFirst());

    assertThat(failure.getClass().getSimpleName()).isEqualTo(exception);
    assertThat(failure).hasMessageContaining("request req_1").hasMessageContaining("No");
    assertThat(failure)
        .isInstanceOfAny(
            BadRequestException.class,
            UnauthorizedException.class,
            UnavailableException.class,
            org.atomicagents.error.RateLimitedException.class);
  }

  @Test
  void aBatchThatHasNotEndedHasNoResults() {
    server.on(BATCH, batch("canceling", ""));

    assertThatThrownBy(this::read)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Batch anthropic:batch_1: expected a batch that has ended, found the state"
                + """
                 CANCELLING.
                Poll its status until it has ended.\
                """);
  }

  @Test
  void cancelsABatchOnceAndNotAfterItsEnd() {
    server
        .on(BATCH, batch("in_progress", ""), batch("canceling", ""))
        .on("POST /v1/messages/batches/batch_1/cancel", batch("canceling", ""));

    client.cancel(handle(), TIMEOUT);
    client.cancel(handle(), TIMEOUT);

    assertThat(server.requests())
        .containsExactly(BATCH, "POST /v1/messages/batches/batch_1/cancel", BATCH);
  }

  @Test
  void keepsTheKeyOutOfMessages() {
    server.on(BATCH, "401 {\"error\":{\"message\":\"Bad key " + KEY + "\"}}");

    Throwable failure = catchThrowable(() -> client.status(handle(), TIMEOUT));

    assertThat(failure).isInstanceOf(UnauthorizedException.class).hasMessageNotContaining(KEY);
    assertThat(client.toString() + handle()).doesNotContain(KEY);
  }

  @Test
  void statesItsLimits() {
    assertThat(client.maxRequests()).isEqualTo(100_000);
    assertThat(client.maxBytes()).isEqualTo(256_000_000);
  }

  private List<BatchResult> read() {
    return BatchCalls.read(client, handle());
  }

  private BatchHandle handle() {
    return new BatchHandle(
        "anthropic", client.identity(), "batch_1", Map.of("model", "claude-sonnet-5-5"));
  }

  private BatchRequest request(String id) {
    var model = anthropic.model("claude-sonnet-5-5");
    var request = ModelRequest.of("x", List.of(Message.user("Hi"))).withModel(model);
    return new BatchRequest(id, request.withStream(true));
  }

  private static Reason reason(BatchResult result) {
    return ((BatchItemException) BatchCalls.failure(result)).reason();
  }

  private static String result(String id, String result) {
    return "{\"custom_id\":\"%s\",\"result\":%s}\n".formatted(id, result);
  }

  private static String batch(String status, String fields) {
    return "{\"id\":\"batch_1\",\"type\":\"message_batch\",\"processing_status\":\"%s\"%s}"
        .formatted(status, fields);
  }
}
