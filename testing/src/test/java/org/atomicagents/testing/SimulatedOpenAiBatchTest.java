package org.atomicagents.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.atomicagents.testing.internal.generate.ReferenceValidator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Tests of the simulated Batch API of OpenAI, with a plain HTTP client. */
class SimulatedOpenAiBatchTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String RESPONSES = "/v1/responses";
  private static final JsonNode SCHEMA =
      json(
          "{'type':'object','required':['text'],'additionalProperties':false,'properties':{'text':{'type':'string'}}}");

  @ParameterizedTest
  @CsvSource({CHAT, RESPONSES})
  void respondsToEachItemAsToALiveRequest(String endpoint) throws Exception {
    try (var provider = SimulatedProvider.start()) {
      var client = new SimulatedHttpClient(provider);
      String id = create(client, endpoint, 5).path("id").asString();

      JsonNode running = client.getJson("/v1/batches/" + id);
      JsonNode ended = client.getJson("/v1/batches/" + id);
      List<JsonNode> lines = content(client, ended.path("output_file_id").asString());

      assertThat(running.path("status").asString()).isEqualTo("in_progress");
      assertThat(running.path("output_file_id").isNull()).isTrue();
      assertThat(ended.path("status").asString()).isEqualTo("completed");
      assertThat(ended.path("request_counts"))
          .isEqualTo(json("{'total':5,'completed':5,'failed':0}"));
      assertThat(ended.path("error_file_id").isNull()).isTrue();
      assertThat(ended.at("/metadata/name").asString()).isEqualTo("test");
      assertThat(keys(lines)).containsExactlyInAnyOrder("k0", "k1", "k2", "k3", "k4");
      assertThat(keys(lines).getFirst()).isNotEqualTo("k0");
      for (JsonNode line : lines) {
        String key = line.path("custom_id").asString();
        JsonNode live = client.postJson(endpoint, item(endpoint, key));
        assertThat(line.at("/response/status_code").asInt()).isEqualTo(200);
        assertThat(text(line.at("/response/body"))).isEqualTo(text(live));
        assertThat(ReferenceValidator.errors(SCHEMA, text(live))).isEmpty();
      }
    }
  }

  @Test
  void writesFailedItemsIntoTheErrorFile() throws Exception {
    var plan =
        BatchPlan.ofDefaults()
            .withPolls(1)
            .withItemFault(0, Fault.status(500))
            .withItemFault(1, Fault.malformedJson())
            .withItemFault(2, Fault.truncated())
            .withItemFault(3, Fault.rateLimited());
    try (var provider = SimulatedProvider.builder().batches(plan).start()) {
      var client = new SimulatedHttpClient(provider);
      String id = create(client, CHAT, 5).path("id").asString();

      JsonNode ended = client.getJson("/v1/batches/" + id);
      Map<String, JsonNode> output = byKey(content(client, text(ended, "output_file_id")));
      Map<String, JsonNode> errors = byKey(content(client, text(ended, "error_file_id")));

      assertThat(ended.path("request_counts"))
          .isEqualTo(json("{'total':5,'completed':3,'failed':2}"));
      assertThat(output).containsOnlyKeys("k1", "k2", "k4");
      assertThat(text(output.get("k1").at("/response/body"))).startsWith("{text\":").endsWith("}");
      assertThat(text(output.get("k2").at("/response/body"))).startsWith("{").doesNotContain("}");
      assertThat(errors.get("k0").at("/response/status_code").asInt()).isEqualTo(500);
      assertThat(errors.get("k3").at("/response/status_code").asInt()).isEqualTo(429);
      assertThat(errors.get("k3").at("/response/body/error/code").asString())
          .isEqualTo("rate_limit_exceeded");
    }
  }

  @Test
  void expiresTheLastItems() throws Exception {
    var plan = BatchPlan.ofDefaults().withPolls(1).withExpiredShare(0.4);
    try (var provider = SimulatedProvider.builder().batches(plan).start()) {
      var client = new SimulatedHttpClient(provider);
      String id = create(client, RESPONSES, 5).path("id").asString();

      JsonNode ended = client.getJson("/v1/batches/" + id);

      assertThat(ended.path("status").asString()).isEqualTo("expired");
      assertThat(ended.path("expired_at").asLong()).isPositive();
      assertThat(keys(content(client, text(ended, "output_file_id"))))
          .containsExactlyInAnyOrder("k0", "k1", "k2");
      assertThat(content(client, text(ended, "error_file_id")))
          .hasSize(2)
          .allMatch(line -> line.at("/error/code").asString().equals("batch_expired"))
          .allMatch(line -> line.path("response").isNull());
    }
  }

  @Test
  void keepsTheResultsOfACancelledBatch() throws Exception {
    var plan = BatchPlan.ofDefaults().withPolls(4);
    try (var provider = SimulatedProvider.builder().batches(plan).start()) {
      var client = new SimulatedHttpClient(provider);
      String id = create(client, CHAT, 4).path("id").asString();
      client.getJson("/v1/batches/" + id);

      JsonNode cancelling = client.postJson("/v1/batches/" + id + "/cancel", json("{}"));
      JsonNode cancelled = client.getJson("/v1/batches/" + id);

      assertThat(cancelling.path("status").asString()).isEqualTo("cancelling");
      assertThat(cancelled.path("status").asString()).isEqualTo("cancelled");
      assertThat(keys(content(client, text(cancelled, "output_file_id")))).containsExactly("k0");
      assertThat(content(client, text(cancelled, "error_file_id"))).hasSize(3);
      assertThat(client.post("/v1/batches/" + id + "/cancel", "").statusCode()).isEqualTo(400);
    }
  }

  @Test
  void endsWhenTheTimeHasPassed() throws Exception {
    var clock = new SteppedClock();
    var plan = BatchPlan.ofDefaults().withDuration(Duration.ofHours(1));
    try (var provider = SimulatedProvider.builder().timeSource(clock).batches(plan).start()) {
      var client = new SimulatedHttpClient(provider);
      String path = "/v1/batches/" + create(client, CHAT, 4).path("id").asString();

      clock.advance(Duration.ofMinutes(59));
      for (int i = 0; i < 5; i++) {
        assertThat(client.getJson(path).path("status").asString()).isEqualTo("in_progress");
      }
      assertThat(client.getJson(path).at("/request_counts/completed").asInt()).isEqualTo(3);
      clock.advance(Duration.ofMinutes(1));

      assertThat(client.getJson(path).path("status").asString()).isEqualTo("completed");
      assertThat(clock.sleeps()).isZero();
    }
  }

  @Test
  void reportsEachStateInOrder() throws Exception {
    try (var provider =
        SimulatedProvider.builder().batches(BatchPlan.ofDefaults().withPolls(4)).start()) {
      var client = new SimulatedHttpClient(provider);
      JsonNode created = create(client, CHAT, 1);
      var states = new ArrayList<String>(List.of(created.path("status").asString()));
      for (int i = 0; i < 5; i++) {
        states.add(
            client
                .getJson("/v1/batches/" + created.path("id").asString())
                .path("status")
                .asString());
      }

      assertThat(states)
          .containsExactly(
              "validating", "in_progress", "in_progress", "finalizing", "completed", "completed");
    }
  }

  @Test
  void failsAsAWhole() throws Exception {
    var plan = BatchPlan.ofDefaults().withPolls(1).withFailure("out of capacity");
    try (var provider = SimulatedProvider.builder().batches(plan).start()) {
      var client = new SimulatedHttpClient(provider);
      String id = create(client, CHAT, 2).path("id").asString();

      JsonNode failed = client.getJson("/v1/batches/" + id);

      assertThat(failed.path("status").asString()).isEqualTo("failed");
      assertThat(failed.at("/errors/data/0/message").asString()).isEqualTo("out of capacity");
      assertThat(failed.path("output_file_id").isNull()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          no json | invalid_json_line
          {'method':'POST','url':'/v1/responses','body':{}} | missing_required_parameter
          {'custom_id':'k0','method':'POST','url':'/v1/responses','body':{}} | duplicate_custom_id
          {'custom_id':'a','method':'GET','url':'/v1/responses','body':{}} | invalid_method
          {'custom_id':'a','method':'POST','url':'/v1/embeddings','body':{}} | mismatched_endpoint
          """)
  void failsAtAnInvalidLine(String line, String code) throws Exception {
    try (var provider = SimulatedProvider.start()) {
      var client = new SimulatedHttpClient(provider);
      String content = line(RESPONSES, "k0") + "\n" + line.replace('\'', '"');
      String file = text(json(client.upload("/v1/files", "batch", content)), "id");
      String id = text(create(client, RESPONSES, file), "id");

      JsonNode failed = client.getJson("/v1/batches/" + id);

      assertThat(failed.path("status").asString()).isEqualTo("failed");
      assertThat(failed.at("/errors/data/0/code").asString()).isEqualTo(code);
      assertThat(failed.at("/errors/data/0/line").asInt()).isEqualTo(2);
    }
  }

  @Test
  void rejectsInvalidItemsAlone() throws Exception {
    try (var provider =
        SimulatedProvider.builder().batches(BatchPlan.ofDefaults().withPolls(1)).start()) {
      var client = new SimulatedHttpClient(provider);
      String content =
          line(RESPONSES, "k0")
              + "\n"
              + "{\"custom_id\":\"k1\",\"method\":\"POST\",\"url\":\"/v1/responses\",\"body\":{\"model\":\"m\"}}";
      String file = text(json(client.upload("/v1/files", "batch", content)), "id");

      JsonNode ended = client.getJson("/v1/batches/" + text(create(client, RESPONSES, file), "id"));

      assertThat(ended.path("status").asString()).isEqualTo("completed");
      JsonNode error = content(client, text(ended, "error_file_id")).getFirst();
      assertThat(error.at("/response/status_code").asInt()).isEqualTo(400);
      assertThat(error.at("/response/body/error/param").asString()).isEqualTo("input");
    }
  }

  @Test
  void storesAndDeletesFiles() throws Exception {
    try (var provider = SimulatedProvider.start()) {
      var client = new SimulatedHttpClient(provider);
      JsonNode file = json(client.upload("/v1/files", "batch", "größer\nline"));
      String path = "/v1/files/" + text(file, "id");

      assertThat(file.path("bytes").asInt()).isEqualTo(13);
      assertThat(file.path("filename").asString()).isEqualTo("requests.jsonl");
      assertThat(client.getJson(path)).isEqualTo(file);
      assertThat(client.get(path + "/content").body()).isEqualTo("größer\nline");
      assertThat(json(client.delete(path)).path("deleted").asBoolean()).isTrue();
      assertThat(client.get(path).statusCode()).isEqualTo(404);
      assertThat(client.upload("/v1/files", "assistants", "a").statusCode()).isEqualTo(400);
      assertThat(client.post("/v1/files", "{}").statusCode()).isEqualTo(400);
    }
  }

  @Test
  void listsBatchesInPages() throws Exception {
    try (var provider = SimulatedProvider.start()) {
      var client = new SimulatedHttpClient(provider);
      var ids = new ArrayList<String>();
      for (int i = 0; i < 3; i++) {
        ids.add(text(create(client, CHAT, 1), "id"));
      }

      JsonNode first = client.getJson("/v1/batches?limit=2");
      JsonNode second = client.getJson("/v1/batches?limit=2&after=" + ids.get(1));

      assertThat(first.at("/data/0/id").asString()).isEqualTo(ids.get(2));
      assertThat(first.at("/data/0/status").asString()).isEqualTo("validating");
      assertThat(first.path("has_more").asBoolean()).isTrue();
      assertThat(second.path("data")).hasSize(1);
      assertThat(second.path("last_id").asString()).isEqualTo(ids.get(0));
      assertThat(second.path("has_more").asBoolean()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {'input_file_id':'f','completion_window':'24h'} | endpoint
          {'input_file_id':'f','endpoint':'/v1/embeddings','completion_window':'24h'} | endpoint
          {'input_file_id':'f','endpoint':'/v1/responses','completion_window':'48h'} | completion_window
          {'endpoint':'/v1/responses','completion_window':'24h'} | input_file_id
          """)
  void rejectsInvalidBatches(String body, String parameter) throws Exception {
    try (var provider = SimulatedProvider.start()) {
      HttpResponse<String> response =
          new SimulatedHttpClient(provider).post("/v1/batches", body.replace('\'', '"'));

      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(ReferenceValidator.read(response.body()).at("/error/param").asString())
          .isEqualTo(parameter);
    }
  }

  @Test
  void injectsFaultsIntoTheRequestsOfABatch() throws Exception {
    try (var provider = SimulatedProvider.start()) {
      var client = new SimulatedHttpClient(provider);
      String id = text(create(client, CHAT, 2), "id");
      client.getJson("/v1/batches/" + id);
      String file = text(client.getJson("/v1/batches/" + id), "output_file_id");
      String whole = client.get("/v1/files/" + file + "/content").body();
      provider.fail(Fault.status(500), Fault.truncated());

      assertThat(client.get("/v1/batches/" + id).statusCode()).isEqualTo(500);
      assertThat(client.get("/v1/files/" + file + "/content").body())
          .isEqualTo(whole.substring(0, whole.length() / 2));
    }
  }

  @Test
  void rejectsFaultsThatItemsCannotHave() {
    BatchPlan plan = BatchPlan.ofDefaults();

    assertThatThrownBy(() -> plan.withItemFault(0, Fault.hanging()))
        .hasMessage(
            "fault of an item: expected an error or a corruption of the output, found hanging()");
    assertThatThrownBy(
            () -> plan.withItemFaults(FaultPlan.seeded(1).with(Fault.wrongContentType(), 0.5)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> plan.withItemFault(-1, Fault.status(500)))
        .hasMessage("item: expected 0 or more, found -1");
    assertThatThrownBy(() -> plan.withPolls(0)).hasMessage("polls: expected 1 or more, found 0");
    assertThatThrownBy(() -> plan.withExpiredShare(1.5))
        .hasMessage("share: expected 0 to 1, found 1.5");
    assertThatThrownBy(() -> plan.withDuration(Duration.ZERO))
        .hasMessage("duration: expected above 0, found PT0S");
  }

  private static JsonNode create(SimulatedHttpClient client, String endpoint, int items)
      throws Exception {
    var lines = new ArrayList<String>();
    for (int i = 0; i < items; i++) {
      lines.add(line(endpoint, "k" + i));
    }
    JsonNode file = json(client.upload("/v1/files", "batch", String.join("\n", lines)));
    return create(client, endpoint, text(file, "id"));
  }

  private static JsonNode create(SimulatedHttpClient client, String endpoint, String file)
      throws Exception {
    return client.postJson(
        "/v1/batches",
        json(
            "{'input_file_id':'%s','endpoint':'%s','completion_window':'24h','metadata':{'name':'test'}}"
                .formatted(file, endpoint)));
  }

  private static String line(String endpoint, String key) {
    return json("{'custom_id':'%s','method':'POST','url':'%s'}".formatted(key, endpoint))
            .toString()
            .replaceFirst("}$", "")
        + ",\"body\":"
        + item(endpoint, key)
        + "}";
  }

  private static JsonNode item(String endpoint, String key) {
    String body =
        endpoint.equals(CHAT)
            ? "{'model':'m','messages':[{'role':'user','content':'%s'}],'response_format':{'type':'json_schema','json_schema':{'name':'a','schema':%s}}}"
            : "{'model':'m','input':'%s','text':{'format':{'type':'json_schema','name':'a','schema':%s}}}";
    return json(body.formatted(key, SCHEMA));
  }

  private static List<JsonNode> content(SimulatedHttpClient client, String file) throws Exception {
    HttpResponse<String> response = client.get("/v1/files/" + file + "/content");
    assertThat(response.statusCode()).isEqualTo(200);
    return SimulatedHttpClient.lines(response.body());
  }

  private static String text(JsonNode response) {
    return response.has("choices")
        ? response.at("/choices/0/message/content").asString()
        : response.at("/output/0/content/0/text").asString();
  }

  private static String text(JsonNode object, String name) {
    return object.path(name).asString("");
  }

  private static List<String> keys(List<JsonNode> lines) {
    return lines.stream().map(line -> line.path("custom_id").asString()).toList();
  }

  private static Map<String, JsonNode> byKey(List<JsonNode> lines) {
    var map = new TreeMap<String, JsonNode>();
    lines.forEach(line -> map.put(line.path("custom_id").asString(), line));
    return map;
  }

  private static JsonNode json(HttpResponse<String> response) {
    return SimulatedHttpClient.json(response);
  }

  private static JsonNode json(String text) {
    return ReferenceValidator.read(text.replace('\'', '"'));
  }
}
