package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.BatchItemException;
import org.atomicagents.error.BatchItemException.Reason;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ContextTooLargeException;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.TransportException.Stage;
import org.atomicagents.error.UnauthorizedException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.http.ApiKey;
import org.atomicagents.internal.http.ScriptedServer;
import org.atomicagents.internal.provider.CollectedResponse;
import org.atomicagents.internal.provider.batch.BatchCalls;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.model.batch.BatchClient;
import org.atomicagents.model.batch.BatchHandle;
import org.atomicagents.model.batch.BatchResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The output and error files of batches, over sockets. */
@Timeout(60)
class OpenAiBatchResultsTest {
  private static final String KEY = "sk-secret-of-the-account";
  private static final String OUTPUT = "GET /v1/files/out/content";
  private static final String ERRORS = "GET /v1/files/err/content";
  private static final String CHAT =
      body(
          "'id':'c1','model':'gpt-4o-2024','choices':[{'index':0,'message':{'content':'Hi'},'finish_reason':'stop'}],'usage':{'prompt_tokens':3,'completion_tokens':1}");

  private final ScriptedServer server = new ScriptedServer();
  private final OpenAi openAi =
      OpenAi.builder()
          .baseUrl(server.uri("/v1"))
          .apiKey(ApiKey.of(KEY))
          .retry(RetryPolicy.ofDefaults().withInitialWait(Duration.ZERO))
          .maxResponseBytes(4_000)
          .build();
  private final BatchClient client = openAi.batches();

  @AfterEach
  void close() {
    openAi.close();
    server.close();
  }

  @Test
  void readsTheResponsesOfBothFiles() {
    completed("out", "err");
    server.on(OUTPUT, line("a", response(200, CHAT))).on(ERRORS, line("b", response(500, "{}")));

    List<BatchResult> results = read();

    assertThat(results).extracting(BatchResult::id).containsExactly("a", "b");
    List<ModelEvent> events = ((BatchResult.Succeeded) results.getFirst()).events();
    assertThat(events.getFirst())
        .isEqualTo(
            new ModelEvent.Started("c1", "gpt-4o-2024", Map.of("x-request-id", List.of("req_1"))));
    CollectedResponse response = CollectedResponse.of(events);
    assertThat(response.text()).isEqualTo("Hi");
    assertThat(events).contains(new ModelEvent.UsageReport(Usage.of(3, 1)));
    assertThat(BatchCalls.failure(results.get(1))).isInstanceOf(UnavailableException.class);
  }

  @Test
  void readsABatchOfWhichOnlyTheIdIsKnown() {
    server
        .on(
            "GET /v1/batches/batch_1",
            "{\"id\":\"batch_1\",\"status\":\"completed\",\"endpoint\":\"/v1/chat/completions\",\"output_file_id\":\"out\"}")
        .on(OUTPUT, line("a", response(200, CHAT)));

    var results = BatchCalls.read(client, new BatchHandle("openai", client.identity(), "batch_1"));

    var succeeded = (BatchResult.Succeeded) results.getFirst();
    assertThat(CollectedResponse.of(succeeded.events()).text()).isEqualTo("Hi");
  }

  @Test
  void readsResponsesOfTheResponsesApi() {
    completed("out", "");
    String body =
        body(
            "'id':'r1','model':'gpt-5.6','status':'completed','output':[{'type':'message','content':[{'type':'output_text','text':'Hi'}]}]");
    server.on(OUTPUT, line("a", response(200, body)));

    var results = BatchCalls.read(client, handle("/v1/responses"));

    var succeeded = (BatchResult.Succeeded) results.getFirst();
    assertThat(CollectedResponse.of(succeeded.events()).text()).isEqualTo("Hi");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | {'error':{'message':'Bad','code':'invalid'}} | BadRequestException",
        "400 | {'error':{'message':'x','code':'context_length_exceeded'}} |"
            + " ContextTooLargeException",
        "401 | {'error':{'message':'Bad key'}} | UnauthorizedException",
        "429 | {'error':{'message':'Slow','code':'rate_limit_exceeded'}} | RateLimitedException",
        "503 | {'error':{'message':'Busy'}} | UnavailableException",
        "500 | null | UnavailableException",
        "400 | \"a text\" | BadRequestException"
      })
  void mapsTheErrorOfEachRequest(int status, String body, String type) {
    completed("", "err");
    server.on(ERRORS, line("a", response(status, body.replace('\'', '"'))));

    AgentException failure = BatchCalls.failure(read().getFirst());

    assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
    assertThat(failure)
        .isInstanceOfAny(
            BadRequestException.class,
            ContextTooLargeException.class,
            UnauthorizedException.class,
            RateLimitedException.class,
            UnavailableException.class);
  }

  @ParameterizedTest
  @CsvSource({"batch_expired,EXPIRED", "batch_cancelled,CANCELLED"})
  void reportsRequestsThatWereNotProcessed(String code, Reason reason) {
    completed("", "err");
    server.on(
        ERRORS,
        line("a", "null,\"error\":{\"code\":\"%s\",\"message\":\"Too late\"}".formatted(code)));

    var failure = (BatchItemException) BatchCalls.failure(read().getFirst());

    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.getMessage())
        .startsWith("Request a of batch openai:batch_1 ")
        .contains(": Too late\n");
  }

  @Test
  void mapsAnErrorWithoutAResponse() {
    completed("", "err");
    server.on(
        ERRORS, line("a", "null,\"error\":{\"code\":\"invalid_request\",\"message\":\"No\"}"));

    assertThat(BatchCalls.failure(read().getFirst())).isInstanceOf(BadRequestException.class);
  }

  @Test
  void aResultWithoutContentIsAFailureOfItsRequest() {
    completed("out", "");
    server.on(OUTPUT, line("a", "null"), line("b", response(200, CHAT)));

    assertThat(BatchCalls.failure(read().getFirst()))
        .isInstanceOf(TransportException.class)
        .hasMessage(
            """
            openai returned a result without a response or an error
            (request a of batch openai:batch_1)
            Send the request again.\
            """);
  }

  @Test
  void aResponseWithoutChoicesIsAFailureOfItsRequest() {
    completed("out", "");
    server.on(OUTPUT, line("a", response(200, "{\"id\":\"x\"}")));

    assertThat(BatchCalls.failure(read().getFirst()))
        .hasMessage(
            """
            openai returned a response without choices:
              {"id":"x"}
            (request a of batch openai:batch_1)
            Send the request again.\
            """);
  }

  @Test
  void readsTheFieldsInAnyOrder() {
    completed("out", "");
    server.on(
        OUTPUT,
        "{\"response\":{\"body\":%s,\"status_code\":200},\"x\":[{}],\"error\":null,\"custom_id\":\"ä\"}\r\n\n"
            .formatted(CHAT));

    assertThat(read()).singleElement().isInstanceOf(BatchResult.Succeeded.class);
  }

  @Test
  void ignoresLinesWithoutARequestIfOthersHaveOne() {
    completed("out", "");
    server.on(
        OUTPUT,
        "garbage\n{\"id\":1}\n{\"custom_id\":\"b\",\"response\":{\"sta\n"
            + line("a", response(200, CHAT)));

    List<BatchResult> results = read();

    assertThat(results).extracting(BatchResult::id).containsExactly("b", "a");
    assertThat(BatchCalls.failure(results.getFirst()))
        .hasMessage(
            """
            openai returned malformed JSON for request b
            (the results of batch openai:batch_1)
            Send the request again.\
            """);
  }

  @Test
  void aFileWithoutResultsIsAViolationOfTheProtocol() {
    completed("out", "");
    server.on(OUTPUT, "<html>\nSign in with " + KEY + "\n</html>\n");

    var failure = catchThrowableOfType(TransportException.class, this::read);

    assertThat(failure.stage()).isEqualTo(Stage.PROTOCOL);
    assertThat(failure)
        .hasMessage(
            """
            openai returned no results, but
              <html>
            (the results of batch openai:batch_1)
            Send the request again.\
            """);
  }

  @Test
  void deliversRepeatedAndUnknownRequestsAsSent() {
    completed("out", "");
    String line = line("a", response(200, CHAT));
    server.on(OUTPUT, line + line);

    assertThat(read()).extracting(BatchResult::id).containsExactly("a", "a");
  }

  @Test
  void aTooLongLineIsAFailureOfItsRequest() {
    completed("out", "");
    String padded = line("a", response(200, CHAT)).replace("Hi", "H".repeat(5_000));
    server.on(OUTPUT, padded + line("b", response(200, CHAT)));

    List<BatchResult> results = read();

    assertThat(BatchCalls.failure(results.getFirst()))
        .hasMessage(
            """
            openai returned more than 4000 bytes for request a
            (the results of batch openai:batch_1)
            Send the request again.\
            """);
    assertThat(results.get(1)).isInstanceOf(BatchResult.Succeeded.class);
  }

  @Test
  void aDownloadThatIsCutOffBeginsAgain() {
    completed("out", "");
    String line = line("a", response(200, CHAT));
    server.on(OUTPUT, "cut " + line, line + line("b", response(200, CHAT)));

    assertThat(read()).extracting(BatchResult::id).containsExactly("a", "b");
  }

  @Test
  void aFileThatEndsWithinALineIsIncomplete() {
    completed("out", "");
    String line = line("a", response(200, CHAT));
    server.on(OUTPUT, line + line.substring(0, line.length() / 2));

    var ids = new ArrayList<String>();
    try (var results = client.results(handle("/v1/chat/completions"), Duration.ofSeconds(20))) {
      assertThatThrownBy(() -> results.forEach(result -> ids.add(result.id())))
          .isInstanceOf(TransportException.class)
          .hasMessageStartingWith("openai returned incomplete results\n");
    }
    assertThat(ids).containsExactly("a");
  }

  @Test
  void aFileThatEndsAnywhereDeliversItsCompleteLinesAndNothingElse() {
    completed("out", "");
    String line = line("a", response(200, CHAT));
    String file = line + line.replace("\"a\"", "\"b\"");
    for (int length = 1; length < file.length(); length++) {
      server.on(OUTPUT, file.substring(0, length));
      var ids = new ArrayList<String>();

      boolean isCut = false;
      try (var results = client.results(handle("/v1/chat/completions"), Duration.ofSeconds(20))) {
        results.forEach(result -> ids.add(result.id()));
      } catch (TransportException e) {
        isCut = true;
      }

      boolean hasFirst = length >= line.length() - 1;
      boolean isWhole = length == line.length() - 1 || length == line.length();
      boolean isComplete = isWhole || length == file.length() - 1;
      assertThat(isCut).as("length %d", length).isEqualTo(!isComplete);
      assertThat(ids)
          .as("length %d", length)
          .isEqualTo(
              length == file.length() - 1
                  ? List.of("a", "b")
                  : hasFirst ? List.of("a") : List.of());
    }
  }

  @Test
  void anInterruptEndsTheReading() {
    completed("out", "");
    server.on(OUTPUT, line("a", response(200, CHAT)).repeat(2));
    try (var results = client.results(handle("/v1/chat/completions"), Duration.ofSeconds(20))) {
      Iterator<BatchResult> iterator = results.iterator();
      iterator.next();

      Thread.currentThread().interrupt();

      assertThatThrownBy(iterator::next).isInstanceOf(CancelledException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void aFileWhoseLastLineHasNoLineFeedIsComplete() {
    completed("out", "");
    server.on(OUTPUT, line("a", response(200, CHAT)).stripTrailing());

    assertThat(read()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"validating", "in_progress", "finalizing", "cancelling"})
  void aBatchThatHasNotEndedHasNoResults(String status) {
    server.on("GET /v1/batches/batch_1", "{\"status\":\"%s\"}".formatted(status));

    assertThatThrownBy(this::read)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Batch openai:batch_1: expected a batch that has ended, found");
  }

  @Test
  void aCancelledBatchHasTheResultsOfItsProcessedRequests() {
    server
        .on("GET /v1/batches/batch_1", "{\"status\":\"cancelled\",\"output_file_id\":\"out\"}")
        .on(OUTPUT, line("a", response(200, CHAT)));

    assertThat(read()).hasSize(1);
  }

  @Test
  void theHandleNeedsItsEndpoint() {
    assertThatThrownBy(() -> BatchCalls.read(client, handle("/v1/embeddings")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "batch: expected the detail \"endpoint\" with /v1/chat/completions or /v1/responses,"
                + """
                 found "/v1/embeddings" in batch openai:batch_1.
                Use the handle that the submission returned.\
                """);
  }

  @Test
  void resultsCanBeReadOnceAndEndWhenTheyAreClosed() throws IOException {
    completed("out", "");
    server.on(OUTPUT, line("a", response(200, CHAT)).repeat(2));
    long before = temporaryFiles();
    var results = client.results(handle("/v1/chat/completions"), Duration.ofSeconds(20));
    Iterator<BatchResult> iterator = results.iterator();
    iterator.next();

    results.close();
    results.close();

    assertThatThrownBy(iterator::next).isInstanceOf(CancelledException.class);
    assertThatThrownBy(results::iterator)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The results of a batch can be read once.");
    assertThat(temporaryFiles()).isEqualTo(before);
  }

  @Test
  void aFailedDownloadLeavesNoFile() throws IOException {
    completed("out", "err");
    server.on(OUTPUT, line("a", response(200, CHAT))).on(ERRORS, "404");
    long before = temporaryFiles();

    assertThatThrownBy(this::read).isInstanceOf(BadRequestException.class);

    assertThat(temporaryFiles()).isEqualTo(before);
  }

  private static long temporaryFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(path ->
              path.getFileName()
                  .toString()
                  .startsWith("atomic-batch-" + ProcessHandle.current().pid()))
          .count();
    }
  }

  private List<BatchResult> read() {
    return BatchCalls.read(client, handle("/v1/chat/completions"));
  }

  private void completed(String output, String errors) {
    server.on(
        "GET /v1/batches/batch_1",
        "{\"status\":\"completed\",\"output_file_id\":%s,\"error_file_id\":%s}"
            .formatted(quoteOrNull(output), quoteOrNull(errors)));
  }

  private BatchHandle handle(String endpoint) {
    return new BatchHandle(
        "openai", client.identity(), "batch_1", Map.of("endpoint", endpoint, "model", "m"));
  }

  private static String line(String id, String response) {
    return "{\"id\":\"batch_req_1\",\"custom_id\":\"%s\",\"response\":%s}\n"
        .formatted(id, response);
  }

  private static String response(int status, String body) {
    return "{\"status_code\":%d,\"request_id\":\"req_1\",\"body\":%s},\"error\":null"
        .formatted(status, body);
  }

  private static String body(String fields) {
    return ("{" + fields + "}").replace('\'', '"');
  }

  private static String quoteOrNull(String text) {
    return text.isEmpty() ? "null" : "\"" + text + "\"";
  }
}
