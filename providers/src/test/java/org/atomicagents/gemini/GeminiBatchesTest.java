package org.atomicagents.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.BatchItemException;
import org.atomicagents.error.BatchItemException.Reason;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.TransportException;
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
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The Batch API of Gemini, over sockets. */
@Timeout(60)
class GeminiBatchesTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String KEY = "AIza-secret-of-the-account";
  private static final String MODEL = "gemini-3.8-flash";
  private static final String UPLOADS = "POST /upload/v1beta/files";
  private static final String CONTENT = "POST /upload/session";
  private static final String CREATE = "POST /v1beta/models/" + MODEL + ":batchGenerateContent";
  private static final String BATCH = "GET /v1beta/batches/b1";
  private static final String RESULTS = "GET /download/v1beta/files/out:download";
  private static final String FILE = "{\"file\":{\"name\":\"files/in\",\"state\":\"ACTIVE\"}}";
  private static final String RESPONSE =
      "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hi\"}]},\"finishReason\":\"STOP\"}],\"modelVersion\":\"gemini-3.8-flash\"}";

  private final ScriptedServer server = new ScriptedServer();
  private final Gemini gemini = gemini(server.uri(""));
  private final BatchClient client = gemini.batches(GeminiOptions.ofDefaults(), 0);

  @AfterEach
  void close() {
    gemini.close();
    server.close();
  }

  @Test
  void uploadsAFileAndCreatesABatchOfIt() {
    accept();

    BatchHandle handle = BatchCalls.submit(client, "nightly", request("a"), request("b"));

    assertThat(handle)
        .isEqualTo(
            new BatchHandle(
                "google", "google at " + server.uri(""), "batches/b1", Map.of("model", MODEL)));
    var start = server.request(UPLOADS);
    var content = server.request(CONTENT);
    assertThat(start.headers())
        .containsEntry("x-goog-api-key", KEY)
        .containsEntry("x-goog-upload-protocol", "resumable")
        .containsEntry("x-goog-upload-command", "start")
        .containsEntry("x-goog-upload-header-content-type", "application/jsonl")
        .containsEntry(
            "x-goog-upload-header-content-length", content.headers().get("content-length"));
    assertThat(start.body()).isEqualTo("{\"file\":{\"displayName\":\"nightly\"}}");
    assertThat(content.headers())
        .containsEntry("x-goog-upload-offset", "0")
        .containsEntry("x-goog-upload-command", "upload, finalize");
    assertThat(content.body().lines()).hasSize(2);
    JsonNode line = JsonMapper.builder().build().readTree(content.body().lines().toList().get(1));
    assertThat(line.propertyNames()).containsExactly("key", "request");
    assertThat(line.path("key").asString()).isEqualTo("b");
    assertThat(line.path("request").path("contents")).hasSize(1);
    assertThat(server.request(CREATE).body())
        .isEqualTo(
            "{\"batch\":{\"displayName\":\"nightly\",\"inputConfig\":{\"fileName\":\"files/in\"}}}");
  }

  @Test
  void sendsFewRequestsInline() {
    server.on(CREATE, batch("BATCH_STATE_PENDING", ""));

    BatchHandle handle = BatchCalls.submit(gemini.batches(), "nightly", request("a"), request("b"));

    assertThat(handle.id()).isEqualTo("batches/b1");
    assertThat(server.requests()).hasSize(1);
    JsonNode body = JsonMapper.builder().build().readTree(server.request(CREATE).body());
    JsonNode batch = body.path("batch");
    assertThat(batch.path("displayName").asString()).isEqualTo("nightly");
    JsonNode requests = batch.path("inputConfig").path("requests").path("requests");
    assertThat(requests).hasSize(2);
    assertThat(requests.path(1).propertyNames()).containsExactly("metadata", "request");
    assertThat(requests.path(1).path("metadata").toString()).isEqualTo("{\"key\":\"b\"}");
    assertThat(requests.path(1).path("request").path("contents")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'response':{'inlinedResponses':{'inlinedResponses':[ITEMS]}}",
        "'response':{'inlinedResponses':[ITEMS]}",
        "'metadata':{'output':{'inlinedResponses':[]},'a':[]},'response':{'inlinedResponses':[ITEMS]}",
        "'response':{'inlinedResponses':[ITEMS]},'metadata':{'output':{'inlinedResponses':[ITEMS]}}",
        "'metadata':{'output':{'inlinedResponses':{'inlinedResponses':[ITEMS]}},'state':'BATCH_STATE_SUCCEEDED'},'response':{'inlinedResponses':{'inlinedResponses':[]}}"
      })
  void readsInlineResults(String fields) {
    String items =
        "{\"response\":%1$s,\"metadata\":{\"key\":\"a\"}},{\"metadata\":{\"key\":\"b\"},\"error\":{\"code\":3,\"message\":\"No\"}}"
            .formatted(RESPONSE);
    String operation = ("{'done':true," + fields + "}").replace('\'', '"').replace("ITEMS", items);
    server.on(BATCH, operation);

    List<BatchResult> results = read();

    assertThat(results).extracting(BatchResult::id).containsExactly("a", "b");
    assertThat(((BatchResult.Succeeded) results.getFirst()).events())
        .contains(new ModelEvent.TextDelta("Hi"));
    assertThat(BatchCalls.failure(results.get(1))).hasMessageContaining("No");
  }

  @Test
  void aStatusDoesNotKeepTheResults() {
    String large = "{\"response\":{\"text\":\"" + "x".repeat(6_000_000) + "\"}}";
    server.on(
        BATCH,
        "{\"response\":{\"inlinedResponses\":{\"inlinedResponses\":[%s]}},\"metadata\":{\"state\":\"BATCH_STATE_SUCCEEDED\"},\"done\":true}"
            .formatted(large));

    assertThat(client.status(handle(), TIMEOUT).state()).isEqualTo(State.COMPLETED);
  }

  @Test
  void anOperationThatIsNotJsonIsAViolationOfTheProtocol() {
    server.on(BATCH, "<html>");

    assertThatThrownBy(() -> client.status(handle(), TIMEOUT))
        .isInstanceOf(TransportException.class)
        .hasMessageStartingWith("google returned something other than a JSON object.");
  }

  @Test
  void inlineResultsThatAreCutOffAreIncomplete() {
    server.on(
        BATCH,
        "{\"done\":true}",
        "{\"response\":{\"inlinedResponses\":[{\"metadata\":{\"key\":\"a\"},\"error\":{}},{\"meta");

    assertThatThrownBy(this::read)
        .isInstanceOf(TransportException.class)
        .hasMessageStartingWith("google returned incomplete results");
  }

  @Test
  void anUploadThatFailsBeginsAgainButACreationInDoubtDoesNot() {
    accept();
    server.on(CONTENT, "503", "drop", FILE).on(CREATE, "500");

    assertThatThrownBy(() -> BatchCalls.submit(client, "nightly", request("a")))
        .isInstanceOf(UnavailableException.class);

    assertThat(server.requests().stream().map(text -> text.replaceFirst("\\?.*", "")))
        .containsExactly(UPLOADS, CONTENT, UPLOADS, CONTENT, UPLOADS, CONTENT, CREATE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://elsewhere.example/upload", "http://127.0.0.1/upload", "a b", "/upload"})
  void theKeyIsSentToNoOtherServer(String url) {
    server.on(UPLOADS, "header X-Goog-Upload-URL: " + url + "\n{}");

    assertThatThrownBy(() -> BatchCalls.submit(client, "nightly", request("a")))
        .isInstanceOf(TransportException.class)
        .hasMessage(
            """
            google returned an upload to another server.
            (google at %s)
            Check that the base URL points to the Gemini API.\
            """
                .formatted(server.uri("")));
  }

  @Test
  void uploadsNeedAnAddressAndFilesAndBatchesNeedNames() {
    server.on(UPLOADS, "{}");
    assertThatThrownBy(() -> BatchCalls.submit(client, "nightly", request("a")))
        .hasMessageStartingWith("google returned an upload to no address.");

    accept();
    server.on(CONTENT, "{}");
    assertThatThrownBy(() -> BatchCalls.submit(client, "nightly", request("a")))
        .hasMessageStartingWith("google returned a file without a name.");

    accept();
    server.on(CREATE, "{}");
    assertThatThrownBy(() -> BatchCalls.submit(client, "nightly", request("a")))
        .hasMessageStartingWith("google returned a batch without a name.");
  }

  @ParameterizedTest
  @CsvSource({
    "BATCH_STATE_PENDING,PENDING",
    "BATCH_STATE_RUNNING,RUNNING",
    "BATCH_STATE_NEW,RUNNING",
    "JOB_STATE_CANCELLING,CANCELLING",
    "BATCH_STATE_SUCCEEDED,COMPLETED",
    "BATCH_STATE_CANCELLED,CANCELLED",
    "BATCH_STATE_EXPIRED,EXPIRED",
    "BATCH_STATE_FAILED,FAILED"
  })
  void mapsEachState(String wire, State state) {
    server.on(BATCH, batch(wire, ""));

    assertThat(client.status(handle(), TIMEOUT).state()).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"done\":false} | RUNNING",
        "{\"done\":true,\"response\":{}} | COMPLETED",
        "{\"done\":true,\"error\":{\"code\":1}} | CANCELLED",
        "{\"done\":true,\"error\":{\"code\":13,\"message\":\"Bad\"}} | FAILED"
      })
  void readsTheStateOfAnOperationWithoutMetadata(String operation, State state) {
    server.on(BATCH, operation);

    assertThat(client.status(handle(), TIMEOUT).state()).isEqualTo(state);
  }

  @Test
  void readsTheCountsWhichAreTexts() {
    server.on(
        BATCH,
        batch(
            "BATCH_STATE_SUCCEEDED",
            ",\"createTime\":\"2026-11-30T10:00:00Z\",\"endTime\":\"2026-11-30T11:00:00.25Z\",\"batchStats\":{\"requestCount\":\"10\",\"successfulRequestCount\":\"7\",\"failedRequestCount\":\"1\"}"));

    assertThat(client.status(handle(), TIMEOUT))
        .isEqualTo(
            new BatchStatus(
                State.COMPLETED,
                10,
                7,
                3,
                Instant.parse("2026-11-30T10:00:00Z"),
                null,
                Instant.parse("2026-11-30T11:00:00.25Z"),
                ""));
  }

  @Test
  void aFailedBatchHasAReasonAndNoResults() {
    server.on(
        BATCH,
        "{\"name\":\"batches/b1\",\"metadata\":{\"state\":\"BATCH_STATE_FAILED\"},\"done\":true,\"error\":{\"code\":3,\"message\":\"Bad"
            + " file of "
            + KEY
            + "\"}}");

    assertThat(client.status(handle(), TIMEOUT).message())
        .startsWith("Bad file of ")
        .doesNotContain(KEY);
    assertThat(read()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"metadata\":{\"state\":\"BATCH_STATE_SUCCEEDED\"},\"response\":{\"responsesFile\":\"files/out\"}}",
        "{\"metadata\":{\"state\":\"BATCH_STATE_SUCCEEDED\",\"output\":{\"responsesFile\":\"files/out\"}}}"
      })
  void readsEachKindOfResult(String operation) {
    server
        .on(BATCH, operation)
        .on(
            RESULTS,
            "{\"key\":\"a\",\"response\":"
                + RESPONSE
                + "}\n{\"response\":"
                + RESPONSE
                + ",\"metadata\":{\"key\":\"b\"}}\n"
                + "{\"key\":\"c\"}\n"
                + "{\"key\":\"d\",\"error\":{\"code\":1,\"message\":\"The operation was"
                + " cancelled.\"}}\n");

    List<BatchResult> results = read();

    assertThat(results).extracting(BatchResult::id).containsExactly("a", "b", "c", "d");
    assertThat(((BatchResult.Succeeded) results.getFirst()).events())
        .contains(new ModelEvent.TextDelta("Hi"));
    assertThat(results.get(1)).isInstanceOf(BatchResult.Succeeded.class);
    assertThat(((BatchItemException) BatchCalls.failure(results.get(2))).reason())
        .isEqualTo(Reason.MISSING);
    assertThat(((BatchItemException) BatchCalls.failure(results.get(3))).reason())
        .isEqualTo(Reason.CANCELLED);
    assertThat(server.requests()).contains(RESULTS + "?alt=media");
  }

  @ParameterizedTest
  @CsvSource({
    "3,BadRequestException",
    "5,BadRequestException",
    "7,UnauthorizedException",
    "16,UnauthorizedException",
    "8,RateLimitedException",
    "4,UnavailableException",
    "13,UnavailableException",
    "14,UnavailableException",
    "400,BadRequestException",
    "503,UnavailableException",
    "99,UnavailableException"
  })
  void mapsTheErrorOfEachRequest(int code, String exception) {
    ended();
    server.on(
        RESULTS, "{\"key\":\"a\",\"error\":{\"code\":%d,\"message\":\"No\"}}\n".formatted(code));

    AgentException failure = BatchCalls.failure(read().getFirst());

    assertThat(failure.getClass().getSimpleName()).isEqualTo(exception);
    assertThat(failure).hasMessageContaining("No");
  }

  @Test
  void aDownloadThatIsCutOffBeginsAgain() {
    ended();
    String line = "{\"key\":\"a\",\"response\":" + RESPONSE + "}\n";
    server.on(RESULTS, "cut " + line, line);

    assertThat(read()).hasSize(1);
  }

  @Test
  void aBatchThatHasNotEndedHasNoResults() {
    server.on(BATCH, batch("BATCH_STATE_RUNNING", ""));

    assertThatThrownBy(this::read)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Batch google:batches/b1: expected a batch that has ended");
  }

  @Test
  void findsABatchByItsNameOnALaterPage() {
    server.on(
        "GET /v1beta/batches",
        "{\"operations\":[{\"name\":\"batches/b0\",\"metadata\":{\"displayName\":\"x\"}}],\"nextPageToken\":\"t/1\"}",
        "{\"operations\":[{\"name\":\"batches/b1\",\"metadata\":{\"displayName\":\"k\",\"model\":\"models/%s\"}}]}"
            .formatted(MODEL));

    assertThat(client.find("k", TIMEOUT)).isEqualTo(new BatchLookup.Found(handle()));
    assertThat(server.requests())
        .containsExactly(
            "GET /v1beta/batches?pageSize=100", "GET /v1beta/batches?pageSize=100&pageToken=t%2F1");
  }

  @Test
  void aBatchThatIsInNoPageIsAbsent() {
    server.on("GET /v1beta/batches", "{}");

    assertThat(client.find("k", TIMEOUT)).isEqualTo(new BatchLookup.Absent());
  }

  @Test
  void anEndlessListLeavesItUnknown() {
    server.on("GET /v1beta/batches", "{\"nextPageToken\":\"t\"}");

    assertThat(client.find("k", TIMEOUT)).isInstanceOf(BatchLookup.Unknown.class);
  }

  @Test
  void cancelsABatchOnceAndNotAfterItsEnd() {
    server
        .on(BATCH, batch("BATCH_STATE_RUNNING", ""), batch("BATCH_STATE_CANCELLED", ""))
        .on("POST /v1beta/batches/b1:cancel", "{}");

    client.cancel(handle(), TIMEOUT);
    client.cancel(handle(), TIMEOUT);

    assertThat(server.requests()).containsExactly(BATCH, "POST /v1beta/batches/b1:cancel", BATCH);
  }

  @Test
  void aBaseUrlWithAVersionKeepsItsPath() {
    try (var versioned = gemini(server.uri("/proxy/v1alpha"))) {
      server
          .on("POST /proxy/upload/v1alpha/files", uploadUrl() + "\n{}")
          .on(CONTENT, FILE)
          .on(
              "POST /proxy/v1alpha/models/" + MODEL + ":batchGenerateContent",
              batch("BATCH_STATE_PENDING", ""));

      assertThat(
              BatchCalls.submit(
                      versioned.batches(GeminiOptions.ofDefaults(), 0), "nightly", request("a"))
                  .id())
          .isEqualTo("batches/b1");
    }
  }

  @Test
  void aProjectOfVertexHasOtherBatches() {
    try (var vertex = gemini(server.uri("/v1/projects/p/locations/l/publishers/google"))) {
      assertThatThrownBy(vertex::batches)
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              """
              Vertex AI has other batches than the Gemini API: it reads and writes files in Cloud Storage.
              Use the Gemini API, or send the requests live.\
              """);
    }
  }

  @Test
  void keepsTheKeyOutOfMessages() {
    server.on(BATCH, "403 {\"error\":{\"message\":\"Bad key " + KEY + "\"}}");

    Throwable failure = catchThrowable(() -> client.status(handle(), TIMEOUT));

    assertThat(failure).hasMessageNotContaining(KEY).isInstanceOf(AgentException.class);
    assertThat(client.toString() + handle()).doesNotContain(KEY);
  }

  private void accept() {
    server
        .on(UPLOADS, uploadUrl() + "\n{}")
        .on(CONTENT, FILE)
        .on(CREATE, batch("BATCH_STATE_PENDING", ""));
  }

  private String uploadUrl() {
    return "header X-Goog-Upload-URL: " + server.uri("/upload/session?upload_id=1");
  }

  private void ended() {
    server.on(
        BATCH,
        "{\"name\":\"batches/b1\",\"metadata\":{\"state\":\"BATCH_STATE_SUCCEEDED\"},\"response\":{\"responsesFile\":\"files/out\"}}");
  }

  private List<BatchResult> read() {
    return BatchCalls.read(client, handle());
  }

  private BatchHandle handle() {
    return new BatchHandle("google", client.identity(), "batches/b1", Map.of("model", MODEL));
  }

  private BatchRequest request(String id) {
    var request = ModelRequest.of("x", List.of(Message.user("Hi"))).withModel(gemini.model(MODEL));
    return new BatchRequest(id, request.withStream(true));
  }

  private static Gemini gemini(URI url) {
    return Gemini.builder()
        .baseUrl(url)
        .apiKey(ApiKey.of(KEY))
        .retry(RetryPolicy.ofDefaults().withInitialWait(Duration.ZERO))
        .build();
  }

  private static String batch(String state, String metadata) {
    return "{\"name\":\"batches/b1\",\"metadata\":{\"state\":\"%s\"%s}}".formatted(state, metadata);
  }
}
