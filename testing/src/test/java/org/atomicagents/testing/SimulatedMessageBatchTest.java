package org.atomicagents.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.atomicagents.testing.internal.generate.ReferenceValidator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Tests of the simulated Message Batches of Anthropic, with a plain HTTP client. */
class SimulatedMessageBatchTest {
  private static final String PATH = "/v1/messages/batches";
  private static final String FORMAT =
      "'output_config':{'format':{'type':'json_schema','schema':{'type':'object','required':['text'],'additionalProperties':false,'properties':{'text':{'type':'string'}}}}}";

  @Test
  void respondsToEachItemAsToALiveRequest() throws Exception {
    try (var provider = SimulatedProvider.start()) {
      SimulatedHttpClient client = client(provider);
      JsonNode created = create(client, 4);
      String path = PATH + "/" + created.path("id").asString();

      HttpResponse<String> early = client.get(path + "/results");
      JsonNode running = client.getJson(path);
      JsonNode ended = client.getJson(path);
      List<JsonNode> lines = results(client, ended);

      assertThat(created.path("processing_status").asString()).isEqualTo("in_progress");
      assertThat(created.path("results_url").isNull()).isTrue();
      assertThat(early.statusCode()).isEqualTo(404);
      assertThat(running.at("/request_counts/processing").asInt()).isEqualTo(4);
      assertThat(ended.path("processing_status").asString()).isEqualTo("ended");
      assertThat(ended.path("request_counts"))
          .isEqualTo(json("{'processing':0,'succeeded':4,'errored':0,'canceled':0,'expired':0}"));
      assertThat(keys(lines)).containsExactlyInAnyOrder("k0", "k1", "k2", "k3");
      assertThat(keys(lines).getFirst()).isNotEqualTo("k0");
      for (JsonNode line : lines) {
        JsonNode live =
            client.postJson("/v1/messages", parameters(line.path("custom_id").asString()));
        assertThat(line.at("/result/type").asString()).isEqualTo("succeeded");
        assertThat(line.at("/result/message/content")).isEqualTo(live.path("content"));
      }
    }
  }

  @Test
  void reportsFailedAndExpiredItems() throws Exception {
    var plan =
        BatchPlan.ofDefaults()
            .withPolls(1)
            .withItemFault(0, Fault.status(529))
            .withItemFault(1, Fault.malformedJson())
            .withExpiredShare(0.25);
    try (var provider = SimulatedProvider.builder().batches(plan).start()) {
      SimulatedHttpClient client = client(provider);
      String id = create(client, 4).path("id").asString();

      JsonNode ended = client.getJson(PATH + "/" + id);
      Map<String, JsonNode> results = byKey(results(client, ended));

      assertThat(ended.path("request_counts"))
          .isEqualTo(json("{'processing':0,'succeeded':2,'errored':1,'canceled':0,'expired':1}"));
      assertThat(results.get("k0"))
          .isEqualTo(
              json(
                  "{'type':'errored','error':{'type':'error','error':{'type':'overloaded_error','message':'Overloaded'}}}"));
      assertThat(results.get("k1").at("/message/content/0/text").asString()).startsWith("{text\":");
      assertThat(results.get("k3")).isEqualTo(json("{'type':'expired'}"));
    }
  }

  @Test
  void rejectsInvalidItemsAlone() throws Exception {
    try (var provider =
        SimulatedProvider.builder().batches(BatchPlan.ofDefaults().withPolls(1)).start()) {
      SimulatedHttpClient client = client(provider);
      String id =
          client
              .postJson(
                  PATH,
                  json(
                      "{'requests':[{'custom_id':'a','params':{'model':'m','messages':[]}},{'custom_id':'b','params':%s}]}"
                          .formatted(parameters("b"))))
              .path("id")
              .asString();

      Map<String, JsonNode> results = byKey(results(client, client.getJson(PATH + "/" + id)));

      assertThat(results.get("a").at("/error/error/type").asString())
          .isEqualTo("invalid_request_error");
      assertThat(results.get("a").at("/error/error/message").asString())
          .isEqualTo("max_tokens: Field required");
      assertThat(results.get("b").path("type").asString()).isEqualTo("succeeded");
    }
  }

  @Test
  void corruptsNoInputOfACall() throws Exception {
    var plan = BatchPlan.ofDefaults().withPolls(1).withItemFault(0, Fault.malformedJson());
    try (var provider = SimulatedProvider.builder().batches(plan).start()) {
      SimulatedHttpClient client = client(provider);
      JsonNode request =
          json(
              "{'requests':[{'custom_id':'a','params':{'model':'m','max_tokens':99,'messages':[{'role':'user','content':'hi'}],'tools':[{'name':'f','input_schema':{'type':'object'}}]}}]}");
      String id = client.postJson(PATH, request).path("id").asString();

      JsonNode result = byKey(results(client, client.getJson(PATH + "/" + id))).get("a");

      assertThat(result.path("type").asString()).isEqualTo("succeeded");
      assertThat(result.at("/message/content/0/input").isObject()).isTrue();
    }
  }

  @Test
  void cancelsTheRemainingItems() throws Exception {
    try (var provider =
        SimulatedProvider.builder().batches(BatchPlan.ofDefaults().withPolls(4)).start()) {
      SimulatedHttpClient client = client(provider);
      String path = PATH + "/" + create(client, 4).path("id").asString();
      client.getJson(path);

      JsonNode canceling = client.postJson(path + "/cancel", json("{}"));
      HttpResponse<String> deleted = client.delete(path);
      JsonNode ended = client.getJson(path);

      assertThat(canceling.path("processing_status").asString()).isEqualTo("canceling");
      assertThat(canceling.path("cancel_initiated_at").isString()).isTrue();
      assertThat(deleted.statusCode()).isEqualTo(400);
      assertThat(ended.at("/request_counts/canceled").asInt()).isEqualTo(3);
      assertThat(ended.at("/request_counts/succeeded").asInt()).isEqualTo(1);
      assertThat(byKey(results(client, ended)).get("k3")).isEqualTo(json("{'type':'canceled'}"));
      assertThat(client.post(path + "/cancel", "").statusCode()).isEqualTo(400);
      assertThat(json(client.delete(path).body()).path("type").asString())
          .isEqualTo("message_batch_deleted");
      assertThat(client.get(path).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void failsEachItemOfABatchThatFails() throws Exception {
    var plan = BatchPlan.ofDefaults().withPolls(1).withFailure("out of capacity");
    try (var provider = SimulatedProvider.builder().batches(plan).start()) {
      SimulatedHttpClient client = client(provider);
      JsonNode ended = client.getJson(PATH + "/" + create(client, 2).path("id").asString());

      assertThat(ended.at("/request_counts/errored").asInt()).isEqualTo(2);
      assertThat(byKey(results(client, ended)).get("k1").at("/error/error/message").asString())
          .isEqualTo("out of capacity");
    }
  }

  @Test
  void listsTheNewestBatchFirst() throws Exception {
    try (var provider = SimulatedProvider.start()) {
      SimulatedHttpClient client = client(provider);
      String first = create(client, 1).path("id").asString();
      String second = create(client, 1).path("id").asString();

      JsonNode page = client.getJson(PATH + "?limit=1");
      JsonNode next = client.getJson(PATH + "?limit=1&after_id=" + second);

      assertThat(page.at("/data/0/id").asString()).isEqualTo(second);
      assertThat(page.path("has_more").asBoolean()).isTrue();
      assertThat(next.at("/data/0/id").asString()).isEqualTo(first);
      assertThat(next.path("has_more").asBoolean()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {} | requests: Field required
          {'requests':[]} | requests: List should have 1 to 100000 items
          {'requests':[{'params':{}}]} | requests.0.custom_id: String should match pattern
          {'requests':[{'custom_id':'a b','params':{}}]} | requests.0.custom_id: String should match
          {'requests':[{'custom_id':'a'}]} | requests.0.params: Field required
          {'requests':[{'custom_id':'a','params':{}},{'custom_id':'a','params':{}}]} | custom_id must be unique: a
          """)
  void rejectsInvalidBatches(String body, String expected) throws Exception {
    try (var provider = SimulatedProvider.start()) {
      HttpResponse<String> response = client(provider).post(PATH, body.replace('\'', '"'));

      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(ReferenceValidator.read(response.body()).at("/error/message").asString())
          .contains(expected);
    }
  }

  private static SimulatedHttpClient client(SimulatedProvider provider) {
    return new SimulatedHttpClient(provider, "anthropic-version", "2023-06-01");
  }

  private static JsonNode create(SimulatedHttpClient client, int items) throws Exception {
    var requests = new ArrayList<String>();
    for (int i = 0; i < items; i++) {
      requests.add("{'custom_id':'k%d','params':%s}".formatted(i, parameters("k" + i)));
    }
    return client.postJson(PATH, json("{'requests':[" + String.join(",", requests) + "]}"));
  }

  private static JsonNode parameters(String text) {
    return json(
        "{'model':'claude-sonnet-4-5','max_tokens':1000,'messages':[{'role':'user','content':'%s'}],%s}"
            .formatted(text, FORMAT));
  }

  private static List<JsonNode> results(SimulatedHttpClient client, JsonNode batch)
      throws Exception {
    URI url = URI.create(batch.path("results_url").asString());
    HttpResponse<String> response = client.get(url.getPath());
    assertThat(url.getAuthority()).isEqualTo(response.uri().getAuthority());
    assertThat(response.statusCode()).isEqualTo(200);
    return SimulatedHttpClient.lines(response.body());
  }

  private static List<String> keys(List<JsonNode> lines) {
    return lines.stream().map(line -> line.path("custom_id").asString()).toList();
  }

  private static Map<String, JsonNode> byKey(List<JsonNode> lines) {
    var map = new TreeMap<String, JsonNode>();
    lines.forEach(line -> map.put(line.path("custom_id").asString(), line.path("result")));
    return map;
  }

  private static JsonNode json(String text) {
    return ReferenceValidator.read(text.replace('\'', '"'));
  }
}
