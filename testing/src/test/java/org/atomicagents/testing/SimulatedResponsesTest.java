package org.atomicagents.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.testing.internal.generate.ReferenceValidator;
import org.atomicagents.testing.internal.generate.SatisfiableSchemaGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Tests of the Responses API of the simulated provider, with a plain HTTP client. */
class SimulatedResponsesTest {
  private static final JsonNode SCHEMA =
      ReferenceValidator.read(
          """
          {"type":"object","required":["text"],"additionalProperties":false,
           "properties":{"text":{"type":"string"}}}
          """);

  private static SimulatedProvider provider;

  @BeforeAll
  static void start() {
    provider = SimulatedProvider.start();
  }

  @AfterAll
  static void close() {
    provider.close();
  }

  @Test
  void satisfiesRandomSchemasInEveryModeStreamedAndComplete() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed of the random schemas: " + seed);

    for (int i = 0; i < 60; i++) {
      JsonNode schema = new SatisfiableSchemaGenerator(seed + i).next();
      ObjectNode request =
          switch (i % 3) {
            case 0 -> withSchema(schema);
            case 1 -> withTool(schema);
            default -> request("Answer with JSON that fits:\n" + schema);
          };

      JsonNode complete = complete(request);
      List<JsonNode> events = streamed(request);

      assertThat(ReferenceValidator.errors(schema, content(complete)))
          .as("seed %d: %s", seed + i, schema)
          .isEmpty();
      assertThat(deltas(events)).isEqualTo(content(complete));
      for (String field : List.of("id", "status", "output", "usage")) {
        assertThat(events.getLast().get("response").get(field)).isEqualTo(complete.get(field));
      }
    }
  }

  @Test
  void streamsNumberedEventsWithTheirNames() throws Exception {
    ObjectNode request = withReasoning(withSchema(SCHEMA), "auto");
    String body = send(request.put("stream", true)).body();

    List<JsonNode> events = events(body);
    for (int i = 0; i < events.size(); i++) {
      assertThat(events.get(i).get("sequence_number").intValue()).isEqualTo(i);
    }
    assertThat(body).startsWith("event: response.created\ndata: {").doesNotContain("[DONE]");
    assertThat(events.stream().map(event -> event.get("type").stringValue()).distinct())
        .containsExactly(
            "response.created",
            "response.in_progress",
            "response.output_item.added",
            "response.reasoning_summary_part.added",
            "response.reasoning_summary_text.delta",
            "response.reasoning_summary_text.done",
            "response.output_item.done",
            "response.content_part.added",
            "response.output_text.delta",
            "response.output_text.done",
            "response.content_part.done",
            "response.completed");
  }

  @Test
  void reasonsOnlyIfItsEncryptedContentIsIncluded() throws Exception {
    assertThat(types(complete(withSchema(SCHEMA)))).containsExactly("message");
    assertThat(types(complete(withReasoning(withSchema(SCHEMA), null))))
        .containsExactly("reasoning", "message");
    assertThat(types(complete(withReasoning(withTool(SCHEMA), null))))
        .containsExactly("reasoning", "function_call");
    ObjectNode off = withReasoning(withSchema(SCHEMA), null);
    off.putObject("reasoning").put("effort", "none");
    assertThat(types(complete(off))).containsExactly("message");
  }

  @Test
  void acceptsItsOwnReasoningWithTheFollowingItem() throws Exception {
    ObjectNode request = withReasoning(withSchema(SCHEMA), null);
    JsonNode output = complete(request).get("output");

    assertThat(send(next(request, output)).statusCode()).isEqualTo(200);
  }

  @Test
  void rejectsReasoningWithoutTheFollowingItem() throws Exception {
    ObjectNode request = withReasoning(withSchema(SCHEMA), null);
    JsonNode output = complete(request).get("output");
    ObjectNode next = next(request, output);
    ((ObjectNode) next.get("input").get(2)).remove("id");

    assertThat(error(next))
        .isEqualTo(
            "Item '%s' of type 'reasoning' was provided without its required following item."
                .formatted(output.get(0).get("id").stringValue()));
  }

  @Test
  void rejectsAnItemWithoutItsReasoning() throws Exception {
    for (ObjectNode format : List.of(withSchema(SCHEMA), withTool(SCHEMA))) {
      ObjectNode request = withReasoning(format, null);
      JsonNode output = complete(request).get("output");
      ObjectNode next = next(request, output);
      ((ArrayNode) next.get("input")).remove(1);

      assertThat(error(next))
          .isEqualTo(
              "Item '%s' of type '%s' was provided without its required 'reasoning' item: '%s'."
                  .formatted(
                      output.get(1).get("id").stringValue(),
                      output.get(1).get("type").stringValue(),
                      output.get(0).get("id").stringValue()));
      ((ObjectNode) next.get("input").get(1)).remove("id");
      assertThat(send(next).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void rejectsTheReasoningOfAnotherModel() throws Exception {
    ObjectNode request = withReasoning(withSchema(SCHEMA), null);
    JsonNode output = complete(request).get("output");
    ObjectNode next = next(request, output).put("model", "gpt-6.2-sol");

    assertThat(error(next)).endsWith("could not be verified.");
    ((ObjectNode) next.get("input").get(1)).put("encrypted_content", "gAAAA");
    assertThat(error(next)).endsWith("could not be verified.");
  }

  @Test
  void endsAtTheMaximumLength() throws Exception {
    JsonNode response = complete(request("Hello").put("max_output_tokens", 3));

    assertThat(response.get("status").stringValue()).isEqualTo("incomplete");
    assertThat(response.at("/incomplete_details/reason").stringValue())
        .isEqualTo("max_output_tokens");
    assertThat(response.at("/usage/output_tokens").intValue()).isEqualTo(3);
    List<JsonNode> events = streamed(request("Hello").put("max_output_tokens", 3));
    assertThat(events.getLast().get("type").stringValue()).isEqualTo("response.incomplete");
  }

  @Test
  void acceptsATextAsInputAndInstructions() throws Exception {
    ObjectNode request =
        JsonNodeFactory.instance
            .objectNode()
            .put("model", "gpt-5.6")
            .put("input", "Hi")
            .put("instructions", "Respond with JSON of this schema: " + SCHEMA);

    assertThat(ReferenceValidator.errors(SCHEMA, content(complete(request)))).isEmpty();
  }

  @Test
  void rejectsUnsupportedParameters() throws Exception {
    assertThat(error(request("Hi").put("background", true).put("store", false)))
        .isEqualTo("Invalid value for 'background': expected store to be true.");
    assertThat(error(request("Hi").put("background", true).put("stream", true)))
        .isEqualTo(
            "Invalid value for 'background': the simulated provider streams no such responses.");
    assertThat(error(request("Hi").put("previous_response_id", "resp_1")))
        .isEqualTo(
            "Invalid value for 'previous_response_id': the simulated provider stores no"
                + " conversations.");
    assertThat(error(request("Hi").put("max_output_tokens", 0)))
        .isEqualTo("Invalid value for 'max_output_tokens': expected 1 or more, found 0.");
    assertThat(error(request("Hi").put("top_logprobs", 21)))
        .isEqualTo("Invalid value for 'top_logprobs': expected 0 to 20, found 21.");
    assertThat(error(request("Hi").put("tool_choice", "required")))
        .isEqualTo("Missing required parameter: 'tools'.");
    ObjectNode noInput = request("Hi");
    noInput.remove("input");
    assertThat(error(noInput)).isEqualTo("Missing required parameter: 'input'.");
    ObjectNode format = request("Hi");
    format.putObject("text").putObject("format").put("type", "json_schema");
    assertThat(error(format)).isEqualTo("Missing required parameter: 'text.format.schema'.");
  }

  @Test
  void completesAResponseInTheBackground() throws Exception {
    JsonNode queued = complete(request("Hi").put("background", true));
    String path = "/responses/" + queued.get("id").stringValue();

    JsonNode polled = ReferenceValidator.read(ChatHttpClient.get(provider, path).body());
    JsonNode completed = ReferenceValidator.read(ChatHttpClient.get(provider, path).body());

    assertThat(queued.get("status").stringValue()).isEqualTo("queued");
    assertThat(polled.get("status").stringValue()).isEqualTo("in_progress");
    assertThat(polled.get("output")).isEmpty();
    assertThat(completed.get("status").stringValue()).isEqualTo("completed");
    assertThat(content(completed)).isNotEmpty();
    HttpResponse<String> cancelled = ChatHttpClient.send(provider, path + "/cancel", "");
    assertThat(cancelled.statusCode()).isEqualTo(200);
    assertThat(ChatHttpClient.get(provider, path).body()).contains("\"cancelled\"");
    assertThat(ChatHttpClient.get(provider, "/responses/resp_0").statusCode()).isEqualTo(404);
  }

  @Test
  void rejectsModesThatAreNotSupported() throws Exception {
    try (var prompted =
        SimulatedProvider.builder().responseModes(ResponseMode.PROMPTED_JSON).start()) {
      var response = ChatHttpClient.send(prompted, "/responses", withSchema(SCHEMA).toString());

      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(ReferenceValidator.read(response.body()).at("/error/message").stringValue())
          .isEqualTo(
              "Invalid parameter: 'text.format' of type 'json_schema' is not supported with this"
                  + " model.");
    }
  }

  @Test
  void injectsFaults() throws Exception {
    provider.fail(Fault.rateLimited(), Fault.truncated());

    assertThat(send(request("Hi")).statusCode()).isEqualTo(429);
    assertThat(send(request("Hi").put("stream", true)).body()).doesNotContain("response.completed");
  }

  private static ObjectNode request(String text) {
    ObjectNode request = JsonNodeFactory.instance.objectNode().put("model", "gpt-5.6");
    String role = text.startsWith("Answer") ? "developer" : "user";
    request.putArray("input").addObject().put("role", role).put("content", text);
    return request;
  }

  private static ObjectNode withSchema(JsonNode schema) {
    ObjectNode request = request("Why is the sky blue?");
    request
        .putObject("text")
        .putObject("format")
        .put("type", "json_schema")
        .put("name", "answer")
        .put("strict", true)
        .set("schema", schema);
    return request;
  }

  private static ObjectNode withTool(JsonNode schema) {
    ObjectNode request = request("Why is the sky blue?");
    request
        .putArray("tools")
        .addObject()
        .put("type", "function")
        .put("name", "answer")
        .set("parameters", schema);
    request.putObject("tool_choice").put("type", "function").put("name", "answer");
    return request;
  }

  private static ObjectNode withReasoning(ObjectNode request, String summary) {
    request.putArray("include").add("reasoning.encrypted_content");
    if (summary != null) {
      request.putObject("reasoning").put("summary", summary);
    }
    return request;
  }

  /** Returns the request with the output of its response and another message. */
  private static ObjectNode next(ObjectNode request, JsonNode output) {
    ObjectNode next = request.deepCopy();
    output.forEach(item -> next.withArray("input").add(item.deepCopy()));
    next.withArray("input").addObject().put("role", "user").put("content", "And now?");
    return next;
  }

  private static HttpResponse<String> send(JsonNode request) throws Exception {
    return ChatHttpClient.send(provider, "/responses", request.toString());
  }

  private static String error(JsonNode request) throws Exception {
    HttpResponse<String> response = send(request);
    assertThat(response.statusCode()).isEqualTo(400);
    return ReferenceValidator.read(response.body()).at("/error/message").stringValue();
  }

  private static JsonNode complete(JsonNode request) throws Exception {
    HttpResponse<String> response = send(request);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return ReferenceValidator.read(response.body());
  }

  private static List<JsonNode> streamed(ObjectNode request) throws Exception {
    return events(send(request.deepCopy().put("stream", true)).body());
  }

  private static List<JsonNode> events(String body) {
    var events = new ArrayList<JsonNode>();
    for (String event : body.split("\n\n", 0)) {
      events.add(ReferenceValidator.read(event.substring(event.indexOf("data: ") + 6)));
    }
    return events;
  }

  private static List<String> types(JsonNode response) {
    return response.get("output").values().stream()
        .map(item -> item.get("type").stringValue())
        .toList();
  }

  private static String content(JsonNode response) {
    JsonNode item = response.get("output").get(response.get("output").size() - 1);
    return item.has("arguments")
        ? item.get("arguments").stringValue()
        : item.at("/content/0/text").stringValue();
  }

  private static String deltas(List<JsonNode> events) {
    var text = new StringBuilder();
    events.forEach(event -> text.append(event.path("delta").asString("")));
    return text.toString();
  }
}
