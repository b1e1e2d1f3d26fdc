package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.http.ApiKey;
import org.atomicagents.internal.http.ScriptedServer;
import org.atomicagents.internal.provider.batch.BatchCalls;
import org.atomicagents.message.Message;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.Sampling;
import org.atomicagents.model.batch.BatchClient;
import org.atomicagents.model.batch.BatchHandle;
import org.atomicagents.model.batch.BatchLookup;
import org.atomicagents.model.batch.BatchRequest;
import org.atomicagents.model.batch.BatchStatus;
import org.atomicagents.model.batch.BatchStatus.State;
import org.atomicagents.model.batch.BatchUpload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Submission, status, search and cancellation of batches, over sockets. */
@Timeout(60)
class OpenAiBatchesTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String KEY = "sk-secret-of-the-account";
  private static final String FILE = "{\"id\":\"file-1\",\"object\":\"file\"}";

  private final ScriptedServer server = new ScriptedServer();
  private final OpenAi openAi = openAi(Provider.OPENAI, "/v1");
  private final BatchClient client = openAi.batches();

  @AfterEach
  void close() {
    openAi.close();
    server.close();
  }

  @Test
  void uploadsAFileAndCreatesABatchOfIt() {
    server.on("POST /v1/files", FILE).on("POST /v1/batches", batch("validating", ""));

    BatchHandle handle =
        BatchCalls.submit(client, "nightly", request("a", "gpt-4o"), request("b", "gpt-4o"));

    assertThat(handle)
        .isEqualTo(
            new BatchHandle(
                "openai",
                "openai at " + server.uri("/v1"),
                "batch_1",
                Map.of("endpoint", "/v1/chat/completions", "model", "gpt-4o")));
    String form = server.request("POST /v1/files").body();
    String[] parts = form.split("--atomic-[0-9a-f-]{36}(--)?\r\n", -1);
    assertThat(parts[1])
        .isEqualTo("Content-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n");
    assertThat(parts[2])
        .startsWith(
            "Content-Disposition: form-data; name=\"file\"; filename=\"nightly.jsonl\"\r\n"
                + "Content-Type: application/jsonl\r\n\r\n{\"custom_id\":\"a\"")
        .endsWith("}\n\r\n");
    String file = parts[2].substring(parts[2].indexOf("\r\n\r\n") + 4).stripTrailing();
    assertThat(BatchFileChecker.check(file, "/v1/chat/completions")).isEmpty();
    assertThat(file.lines()).hasSize(2);
    assertThat(server.request("POST /v1/batches").body())
        .isEqualTo(
            "{\"input_file_id\":\"file-1\",\"endpoint\":\"/v1/chat/completions\",\"completion_window\":\"24h\",\"metadata\":{\"atomic_agents_key\":\"nightly\",\"atomic_agents_model\":\"gpt-4o\"}}");
  }

  @Test
  void sendsRequestsToTheResponsesApiWithItsOptions() {
    server.on("POST /v1/files", FILE).on("POST /v1/batches", batch("validating", ""));
    BatchClient responses =
        openAi.responsesBatches(ResponsesOptions.ofDefaults().withServiceTier("flex"));

    BatchHandle handle = BatchCalls.submit(responses, "k", request("a", "gpt-5.6"));

    String form = server.request("POST /v1/files").body();
    String file = form.lines().filter(line -> line.startsWith("{")).findFirst().orElseThrow();
    assertThat(BatchFileChecker.check(file, "/v1/responses")).isEmpty();
    assertThat(file).contains("\"service_tier\":\"flex\"", "\"store\":false");
    assertThat(handle.details()).containsEntry("endpoint", "/v1/responses");
    assertThat(server.request("POST /v1/batches").body()).contains("\"/v1/responses\"");
  }

  @Test
  void keepsEachRequestOnOneLine() {
    server.on("POST /v1/files", FILE).on("POST /v1/batches", batch("validating", ""));
    var pretty = Sampling.defaults().withExtra("user", "{\n  \"a\": \"b\\n\"\r\n}");
    var request = request("a", "gpt-4o").request().withSampling(pretty);

    BatchCalls.submit(client, "k", new BatchRequest("a", request));

    String form = server.request("POST /v1/files").body();
    String file = form.lines().filter(line -> line.startsWith("{")).findFirst().orElseThrow();
    assertThat(BatchFileChecker.check(file, "/v1/chat/completions")).isEmpty();
    assertThat(file).contains("{   \"a\": \"b\\n\"  }");
  }

  @Test
  void aRequestOfAnotherModelBelongsIntoAnotherBatch() {
    try (BatchUpload upload = client.upload("k", RunContext.standalone())) {
      assertThat(upload.add(request("a", "gpt-4o"))).isTrue();
      assertThat(upload.add(request("b", "gpt-4o-mini"))).isFalse();

      assertThat(upload.size()).isEqualTo(1);
    }
  }

  @Test
  void anUploadIsRepeatedButACreationInDoubtIsNot() {
    server
        .on("POST /v1/files", "503", "drop", FILE)
        .on("POST /v1/batches", "500", batch("validating", ""));

    assertThatThrownBy(() -> BatchCalls.submit(client, "k", request("a", "gpt-4o")))
        .isInstanceOf(UnavailableException.class);

    assertThat(server.requests())
        .containsExactly("POST /v1/files", "POST /v1/files", "POST /v1/files", "POST /v1/batches");
  }

  @Test
  void aCreationThatTheProviderHasRefusedForNowIsRepeated() {
    server
        .on("POST /v1/files", FILE)
        .on(
            "POST /v1/batches",
            "429 {\"error\":{\"code\":\"rate_limit\"}}",
            batch("validating", ""));

    assertThat(BatchCalls.submit(client, "k", request("a", "gpt-4o")).id()).isEqualTo("batch_1");
  }

  @Test
  void aRefusedBatchIsABadRequest() {
    server
        .on("POST /v1/files", FILE)
        .on("POST /v1/batches", "400 {\"error\":{\"message\":\"No such endpoint\"}}");

    assertThatThrownBy(() -> BatchCalls.submit(client, "k", request("a", "gpt-4o")))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("No such endpoint");
  }

  @Test
  void aCreatedBatchWithoutAnIdIsAViolationOfTheProtocol() {
    server.on("POST /v1/files", FILE).on("POST /v1/batches", "{}");

    assertThatThrownBy(() -> BatchCalls.submit(client, "k", request("a", "gpt-4o")))
        .isInstanceOf(TransportException.class)
        .hasMessage(
            "openai returned a batch without an id.\n(openai at %s)\nCheck that the base URL points to an API with batches."
                .formatted(server.uri("/v1")));
  }

  @ParameterizedTest
  @CsvSource({
    "validating,PENDING",
    "in_progress,RUNNING",
    "finalizing,RUNNING",
    "a_new_state,RUNNING",
    "cancelling,CANCELLING",
    "completed,COMPLETED",
    "cancelled,CANCELLED",
    "expired,EXPIRED"
  })
  void mapsEachStatus(String wire, State state) {
    server.on("GET /v1/batches/batch_1", batch(wire, ""));

    assertThat(client.status(handle(), TIMEOUT).state()).isEqualTo(state);
  }

  @Test
  void countsRequestsWithoutAResultAsFailedAfterTheEnd() {
    server.on(
        "GET /v1/batches/batch_1",
        batch(
            "expired",
            ",\"created_at\":100,\"expires_at\":300,\"expired_at\":301,\"request_counts\":{\"total\":10,\"completed\":6,\"failed\":1}"));

    assertThat(client.status(handle(), TIMEOUT))
        .isEqualTo(
            new BatchStatus(
                State.EXPIRED,
                10,
                6,
                4,
                Instant.ofEpochSecond(100),
                Instant.ofEpochSecond(300),
                Instant.ofEpochSecond(301),
                ""));
  }

  @Test
  void aFailedBatchHasTheReasonsOfTheProviderAndNoResults() {
    server.on(
        "GET /v1/batches/batch_1",
        batch(
            "failed",
            ",\"errors\":{\"data\":[{\"code\":\"x\",\"message\":\"Not"
                + " JSON\",\"line\":3},{\"code\":\"token_limit_exceeded\",\"message\":\"Enqueued"
                + " token limit reached for "
                + KEY
                + "\"}]}"));

    BatchStatus status = client.status(handle(), TIMEOUT);

    assertThat(status.state()).isEqualTo(State.FAILED);
    assertThat(status.message())
        .startsWith("line 3: Not JSON; Enqueued token limit reached for ")
        .doesNotContain(KEY);
    try (var results = client.results(handle(), TIMEOUT)) {
      assertThat(results).isEmpty();
    }
  }

  @Test
  void aStatusIsRequestedAgainAfterAFailure() {
    server.on("GET /v1/batches/batch_1", "503", "cut {", batch("completed", ""));

    assertThat(client.status(handle(), TIMEOUT).state()).isEqualTo(State.COMPLETED);
  }

  @Test
  void findsABatchByItsKeyOnALaterPage() {
    server.on(
        "GET /v1/batches",
        "{\"data\":[%s],\"has_more\":true}".formatted(batch("completed", "")),
        "{\"data\":[%s],\"has_more\":false}"
            .formatted(
                batch(
                    "completed",
                    ",\"endpoint\":\"/v1/responses\",\"metadata\":{\"atomic_agents_key\":\"k\",\"atomic_agents_model\":\"m\"}")));

    assertThat(client.find("k", TIMEOUT))
        .isEqualTo(
            new BatchLookup.Found(
                new BatchHandle(
                    "openai",
                    client.identity(),
                    "batch_1",
                    Map.of("endpoint", "/v1/responses", "model", "m"))));
    assertThat(server.requests())
        .containsExactly("GET /v1/batches?limit=100", "GET /v1/batches?limit=100&after=batch_1");
  }

  @Test
  void aBatchThatIsInNoPageIsAbsent() {
    server.on("GET /v1/batches", "{\"data\":[],\"has_more\":false}");

    assertThat(client.find("k", TIMEOUT)).isEqualTo(new BatchLookup.Absent());
  }

  @Test
  void aResponseWithoutAListLeavesItUnknown() {
    server.on("GET /v1/batches", "{\"object\":\"list\"}");

    assertThat(client.find("k", TIMEOUT)).isInstanceOf(BatchLookup.Unknown.class);
  }

  @Test
  void anEndlessListLeavesItUnknown() {
    server.on(
        "GET /v1/batches", "{\"data\":[%s],\"has_more\":true}".formatted(batch("completed", "")));

    assertThat(client.find("k", TIMEOUT))
        .isEqualTo(
            new BatchLookup.Unknown(
                "Look for a batch with the metadata atomic_agents_key=k among those of %s."
                    .formatted(client.identity())));
  }

  @Test
  void cancelsARunningBatch() {
    server
        .on("GET /v1/batches/batch_1", batch("in_progress", ""))
        .on("POST /v1/batches/batch_1/cancel", batch("cancelling", ""));

    client.cancel(handle(), TIMEOUT);

    assertThat(server.requests())
        .containsExactly("GET /v1/batches/batch_1", "POST /v1/batches/batch_1/cancel");
  }

  @ParameterizedTest
  @ValueSource(strings = {"completed", "cancelling", "cancelled", "expired", "failed"})
  void doesNotCancelABatchThatHasEnded(String status) {
    server.on("GET /v1/batches/batch_1", batch(status, ""));

    client.cancel(handle(), TIMEOUT);

    assertThat(server.requests()).containsExactly("GET /v1/batches/batch_1");
  }

  @Test
  void aBatchThatEndsMeanwhileIsNotAFailedCancellation() {
    server
        .on("GET /v1/batches/batch_1", batch("in_progress", ""), batch("completed", ""))
        .on("POST /v1/batches/batch_1/cancel", "400 {\"error\":{\"message\":\"Cannot cancel\"}}");

    client.cancel(handle(), TIMEOUT);

    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void aRefusedCancellationIsThrown() {
    server
        .on("GET /v1/batches/batch_1", batch("in_progress", ""))
        .on("POST /v1/batches/batch_1/cancel", "403 {\"error\":{\"message\":\"Not yours\"}}");

    assertThatThrownBy(() -> client.cancel(handle(), TIMEOUT)).hasMessageContaining("Not yours");
  }

  @Test
  void theTimeoutEndsACall() {
    server.on("GET /v1/batches/batch_1", "stall");

    assertThatThrownBy(() -> client.status(handle(), Duration.ofMillis(50)))
        .isInstanceOf(TimedOutException.class);
  }

  @Test
  void anInterruptEndsACall() throws Exception {
    server.on("GET /v1/batches/batch_1", "stall");
    var failures = new java.util.concurrent.LinkedBlockingQueue<Throwable>();
    Thread caller =
        Thread.ofVirtual()
            .start(() -> failures.add(catchThrowable(() -> client.status(handle(), TIMEOUT))));
    while (server.requests().isEmpty()) {
      Thread.onSpinWait();
    }

    caller.interrupt();

    assertThat(failures.take()).isInstanceOf(CancelledException.class);
  }

  @Test
  void acceptsBatchesOfItsOwnAddressOnly() {
    var other = new BatchHandle("openai", "openai at https://elsewhere/v1", "batch_1", Map.of());

    assertThatThrownBy(() -> client.status(other, TIMEOUT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "batch: expected a batch of %s, found batch batch_1 of openai at https://elsewhere/v1.\nUse the client with which it was submitted."
                .formatted(client.identity()));
  }

  @Test
  void encodesTheIdOfABatch() {
    var batch = new BatchHandle("openai", client.identity(), "../models?x=1", Map.of());

    assertThat(catchThrowable(() -> client.status(batch, TIMEOUT))).isNotNull();

    assertThat(server.requests()).containsExactly("GET /v1/batches/..%2Fmodels%3Fx%3D1");
  }

  @Test
  void keepsTheKeyOutOfHandlesAndMessages() {
    server.on("GET /v1/batches/batch_1", "400 {\"error\":{\"message\":\"Bad key " + KEY + "\"}}");

    Throwable failure = catchThrowable(() -> client.status(handle(), TIMEOUT));

    assertThat(failure).hasMessageNotContaining(KEY).isInstanceOf(BadRequestException.class);
    assertThat(client.identity() + client + handle()).doesNotContain(KEY);
  }

  @Test
  void sendsBatchesOfAzureToItsVersionlessApi() {
    server
        .on("POST /openai/v1/files", FILE)
        .on("POST /openai/v1/batches", batch("validating", ""))
        .on("GET /openai/v1/batches/batch_1", batch("in_progress", ""));
    try (var azure = openAi(Provider.AZURE, "")) {
      BatchHandle batch = BatchCalls.submit(azure.batches(), "k", request("a", "my-deployment"));

      assertThat(azure.batches().status(batch, TIMEOUT).state()).isEqualTo(State.RUNNING);
    }
  }

  @Test
  void aProviderWithAnotherBatchApiIsRejectedEarly() {
    try (var mistral = openAi(Provider.MISTRAL, "/v1")) {
      assertThatThrownBy(mistral::batches)
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              """
              Mistral has no batch API that is compatible with that of OpenAI.
              Send the requests live, or use one of [openai, azure, groq] or the clients Anthropic and Gemini.\
              """);
    }
  }

  @Test
  void responsesInTheBackgroundAreRejectedEarly() {
    var background = ResponsesOptions.ofDefaults().withBackground(Duration.ofSeconds(1));

    assertThatThrownBy(() -> openAi.responsesBatches(background))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(
            "OpenAi.responsesBatches: expected options without background polling, found ");
  }

  @Test
  void anExhaustedQuotaIsNotRetriedForever() {
    server
        .on("POST /v1/files", FILE)
        .on("POST /v1/batches", "429 {\"error\":{\"code\":\"insufficient_quota\"}}");

    assertThatThrownBy(() -> BatchCalls.submit(client, "k", request("a", "gpt-4o")))
        .isInstanceOf(RateLimitedException.class);
  }

  private OpenAi openAi(Provider provider, String path) {
    URI url = server.uri(path);
    return OpenAi.builder(provider)
        .baseUrl(url)
        .apiKey(ApiKey.of(KEY))
        .retry(RetryPolicy.ofDefaults().withInitialWait(Duration.ZERO))
        .build();
  }

  private BatchHandle handle() {
    return new BatchHandle(
        "openai",
        client.identity(),
        "batch_1",
        Map.of("endpoint", "/v1/chat/completions", "model", "gpt-4o"));
  }

  private static BatchRequest request(String id, String model) {
    var request = ModelRequest.of(model, List.of(Message.user("Hi"))).withStream(true);
    return new BatchRequest(id, request);
  }

  private static String batch(String status, String fields) {
    return "{\"id\":\"batch_1\",\"object\":\"batch\",\"status\":\"%s\"%s}"
        .formatted(status, fields);
  }
}
