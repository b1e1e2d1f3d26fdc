package org.atomicagents.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.testing.internal.generate.ReferenceValidator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Tests of the simulated batches of Gemini, with a plain HTTP client. */
class SimulatedGeminiBatchTest {
  private static final String MODEL = "/v1beta/models/gemini-3.8-flash:";
  private static final String CREATE = MODEL + "batchGenerateContent";
  private static final String RESPONSES = "/response/inlinedResponses/inlinedResponses";

  @Test
  void respondsToEachItemAsToALiveRequest() throws Exception {
    try (var provider = SimulatedProvider.start()) {
      var client = new SimulatedHttpClient(provider);
      JsonNode created = create(client, 3);
      String path = "/v1beta/" + created.path("name").asString();

      JsonNode running = client.getJson(path);
      JsonNode ended = client.getJson(path);

      assertThat(created.path("name").asString()).startsWith("batches/");
      assertThat(created.at("/metadata/state").asString()).isEqualTo("BATCH_STATE_PENDING");
      assertThat(created.at("/metadata/batchStats"))
          .isEqualTo(json("{'requestCount':'3','pendingRequestCount':'3'}"));
      assertThat(running.at("/metadata/state").asString()).isEqualTo("BATCH_STATE_RUNNING");
      assertThat(running.has("done")).isFalse();
      assertThat(ended.path("done").asBoolean()).isTrue();
      assertThat(ended.at("/metadata/state").asString()).isEqualTo("BATCH_STATE_SUCCEEDED");
      assertThat(ended.at("/metadata/displayName").asString()).isEqualTo("test");
      assertThat(ended.at("/metadata/batchStats/successfulRequestCount").asString()).isEqualTo("3");
      for (int i = 0; i < 3; i++) {
        JsonNode item = ended.at(RESPONSES).get(i);
        JsonNode live = client.postJson(MODEL + "generateContent", request("k" + i));
        assertThat(item.at("/metadata/key").asString()).isEqualTo("k" + i);
        assertThat(item.at("/response/candidates")).isEqualTo(live.path("candidates"));
      }
    }
  }

  @Test
  void reportsFailedItems() throws Exception {
    var plan =
        BatchPlan.ofDefaults()
            .withPolls(1)
            .withItemFault(0, Fault.status(503))
            .withItemFault(1, Fault.truncated());
    try (var provider = SimulatedProvider.builder().batches(plan).start()) {
      var client = new SimulatedHttpClient(provider);
      JsonNode ended = client.getJson("/v1beta/" + create(client, 3).path("name").asString());

      assertThat(ended.at(RESPONSES + "/0"))
          .isEqualTo(
              json(
                  "{'error':{'code':14,'message':'The simulated provider was configured to respond"
                      + " with status 503.'},'metadata':{'key':'k0'}}"));
      assertThat(ended.at(RESPONSES + "/1/response/candidates/0/content/parts/0/text").asString())
          .startsWith("{")
          .doesNotContain("}");
      assertThat(ended.at("/metadata/batchStats/failedRequestCount").asString()).isEqualTo("1");
    }
  }

  @Test
  void hasNoResultsAfterACancellation() throws Exception {
    try (var provider = SimulatedProvider.start()) {
      var client = new SimulatedHttpClient(provider);
      String path = "/v1beta/" + create(client, 2).path("name").asString();

      JsonNode accepted = client.postJson(path + ":cancel", json("{}"));
      JsonNode cancelled = client.getJson(path);

      assertThat(accepted).isEqualTo(json("{}"));
      assertThat(cancelled.at("/metadata/state").asString()).isEqualTo("BATCH_STATE_CANCELLED");
      assertThat(cancelled.at("/error/code").asInt()).isEqualTo(1);
      assertThat(cancelled.has("response")).isFalse();
      assertThat(client.post(path + ":cancel", "{}").statusCode()).isEqualTo(400);
      assertThat(client.delete(path).statusCode()).isEqualTo(200);
      assertThat(client.get(path).statusCode()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @CsvSource({"1.0, , EXPIRED, 4", "0, out of capacity, FAILED, 13"})
  void endsWithoutResults(double expired, String failure, String state, int code) throws Exception {
    var plan = BatchPlan.ofDefaults().withPolls(1).withExpiredShare(expired);
    var used = failure == null ? plan : plan.withFailure(failure);
    try (var provider = SimulatedProvider.builder().batches(used).start()) {
      var client = new SimulatedHttpClient(provider);

      JsonNode ended = client.getJson("/v1beta/" + create(client, 2).path("name").asString());

      assertThat(ended.at("/metadata/state").asString()).isEqualTo("BATCH_STATE_" + state);
      assertThat(ended.at("/error/code").asInt()).isEqualTo(code);
      assertThat(ended.has("response")).isFalse();
    }
  }

  @Test
  void listsBatchesInPages() throws Exception {
    try (var provider = SimulatedProvider.start()) {
      var client = new SimulatedHttpClient(provider);
      String first = create(client, 1).path("name").asString();
      String second = create(client, 1).path("name").asString();

      JsonNode page = client.getJson("/v1beta/batches?pageSize=1");
      JsonNode next =
          client.getJson(
              "/v1beta/batches?pageSize=1&pageToken=" + page.path("nextPageToken").asString());

      assertThat(page.at("/operations/0/name").asString()).isEqualTo(second);
      assertThat(next.at("/operations/0/name").asString()).isEqualTo(first);
      assertThat(next.has("nextPageToken")).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {} | batch: is required
          {'batch':{'displayName':'a'}} | input_config.requests: is required
          {'batch':{'displayName':'a','inputConfig':{'requests':{'requests':[]}}}} | at least one request
          {'batch':{'displayName':'a','inputConfig':{'requests':{'requests':[{}]}}}} | requests.request: is required
          {'batch':{'inputConfig':{'requests':{'requests':[{'request':{}}]}}}} | display_name: is required
          """)
  void rejectsInvalidBatches(String body, String expected) throws Exception {
    try (var provider = SimulatedProvider.start()) {
      HttpResponse<String> response =
          new SimulatedHttpClient(provider).post(CREATE, body.replace('\'', '"'));

      JsonNode error = ReferenceValidator.read(response.body()).path("error");
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(error.path("status").asString()).isEqualTo("INVALID_ARGUMENT");
      assertThat(error.path("message").asString()).contains(expected);
    }
  }

  @Test
  void processesAnUploadedFile() throws Exception {
    var plan = BatchPlan.ofDefaults().withPolls(1).withItemFault(0, Fault.status(500));
    try (var provider = SimulatedProvider.builder().batches(plan).start()) {
      var client = new SimulatedHttpClient(provider);
      String lines =
          "{\"key\":\"a\",\"request\":%s}\n{\"key\":\"b\",\"request\":%s}\n{\"key\":\"c\"}\nno json\n"
              .formatted(request("a"), request("größer"));
      String file = upload(provider, lines, lines.length() / 2);

      JsonNode created =
          client.postJson(
              CREATE,
              json(
                  "{'batch':{'displayName':'test','inputConfig':{'fileName':'%s'}}}"
                      .formatted(file)));
      JsonNode ended = client.getJson("/v1beta/" + created.path("name").asString());
      String output = ended.at("/response/responsesFile").asString();
      List<JsonNode> results =
          SimulatedHttpClient.lines(
              client.get("/download/v1beta/" + output + ":download?alt=media").body());

      assertThat(client.get("/download/v1beta/" + file + ":download?alt=media").body())
          .isEqualTo(lines);
      assertThat(results)
          .extracting(line -> line.path("key").asString())
          .containsExactly("a", "b", "c", "");
      assertThat(results.get(0).at("/error/code").asInt()).isEqualTo(13);
      assertThat(results.get(1).at("/response/candidates"))
          .isEqualTo(
              client.postJson(MODEL + "generateContent", request("größer")).path("candidates"));
      assertThat(results.get(2).at("/error/code").asInt()).isEqualTo(3);
      assertThat(results.get(3).at("/error/code").asInt()).isEqualTo(3);
      assertThat(client.getJson("/v1beta/" + file).path("state").asString()).isEqualTo("ACTIVE");
      assertThat(client.delete("/v1beta/" + file).statusCode()).isEqualTo(200);
      assertThat(client.get("/v1beta/" + file).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void acceptsAMultipartUploadAndRejectsOthers() throws Exception {
    try (var provider = SimulatedProvider.start()) {
      var multipart =
          new SimulatedHttpClient(
              provider,
              "x-goog-upload-protocol",
              "multipart",
              "content-type",
              "multipart/related; boundary=b");
      String body =
          """
          --b
          content-type: application/json

          {"file":{"displayName":"d","mimeType":"application/jsonl"}}
          --b
          content-type: application/jsonl

          content
          --b--
          """
              .replace("\n", "\r\n");

      JsonNode file = json(multipart.post("/upload/v1beta/files", body)).path("file");

      assertThat(file.path("displayName").asString()).isEqualTo("d");
      assertThat(file.path("mimeType").asString()).isEqualTo("application/jsonl");
      assertThat(file.path("sizeBytes").asString()).isEqualTo("7");
      assertThat(multipart.post("/upload/v1beta/files", "--b--").statusCode()).isEqualTo(400);
      assertThat(new SimulatedHttpClient(provider).post("/upload/v1beta/files", "a").statusCode())
          .isEqualTo(400);
    }
  }

  /** Uploads a text in two parts of a resumable upload; an upload at a wrong position fails. */
  private static String upload(SimulatedProvider provider, String content, int position)
      throws Exception {
    var start =
        new SimulatedHttpClient(
            provider, "x-goog-upload-protocol", "resumable", "x-goog-upload-command", "start");
    HttpResponse<String> started =
        start.post("/upload/v1beta/files", "{\"file\":{\"display_name\":\"in\"}}");
    URI address = URI.create(started.headers().firstValue("x-goog-upload-url").orElseThrow());
    String path = address.getPath() + "?" + address.getQuery();
    String first = content.substring(0, position);
    var begin = at(provider, "upload", 0);
    var wrong = at(provider, "upload, finalize", 1);
    var end = at(provider, "upload, finalize", first.getBytes(StandardCharsets.UTF_8).length);

    assertThat(begin.post(path, first).headers().firstValue("x-goog-upload-status"))
        .hasValue("active");
    assertThat(wrong.post(path, "x").statusCode()).isEqualTo(400);
    JsonNode file = json(end.post(path, content.substring(position)));

    return file.at("/file/name").asString();
  }

  private static SimulatedHttpClient at(SimulatedProvider provider, String command, int offset) {
    return new SimulatedHttpClient(
        provider,
        "x-goog-upload-command",
        command,
        "x-goog-upload-offset",
        Integer.toString(offset));
  }

  private static JsonNode json(HttpResponse<String> response) {
    return SimulatedHttpClient.json(response);
  }

  private static JsonNode create(SimulatedHttpClient client, int items) throws Exception {
    var requests = new ArrayList<String>();
    for (int i = 0; i < items; i++) {
      requests.add("{'request':%s,'metadata':{'key':'k%d'}}".formatted(request("k" + i), i));
    }
    return client.postJson(
        CREATE,
        json(
            "{'batch':{'display_name':'test','input_config':{'requests':{'requests':[%s]}}}}"
                .formatted(String.join(",", requests))));
  }

  private static JsonNode request(String text) {
    return json(
        "{'contents':[{'role':'user','parts':[{'text':'%s'}]}],'generationConfig':{'responseMimeType':'application/json','responseJsonSchema':{'type':'object','required':['text'],'properties':{'text':{'type':'string'}}}}}"
            .formatted(text));
  }

  private static JsonNode json(String text) {
    return ReferenceValidator.read(text.replace('\'', '"'));
  }
}
