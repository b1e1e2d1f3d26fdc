package org.atomicagents.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.atomicagents.testing.internal.generate.ReferenceValidator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tests of the simulated generateContent, with a plain HTTP client. */
class SimulatedGeminiTest {
  private static final String OLD = "/v1beta/models/gemini-2.0-flash:";
  private static final String NEW = "/v1beta/models/gemini-3.8-flash:";
  private static final JsonNode SCHEMA =
      json(
          "{'type':'object','required':['text'],'properties':{'text':{'type':'string','minLength':3}}}");

  private static SimulatedProvider provider;
  private static SimulatedHttpClient client;

  @BeforeAll
  static void start() {
    provider = SimulatedProvider.start();
    client = new SimulatedHttpClient(provider);
  }

  @AfterAll
  static void close() {
    provider.close();
  }

  @Test
  void sendsProseWithUsage() throws Exception {
    JsonNode response = client.postJson(OLD + "generateContent", request("About volcanoes!"));

    assertThat(response.at("/candidates/0/content/parts/0/text").asString())
        .containsIgnoringCase("volcanoes");
    assertThat(response.at("/candidates/0/content/role").asString()).isEqualTo("model");
    assertThat(response.at("/candidates/0/finishReason").asString()).isEqualTo("STOP");
    assertThat(response.path("modelVersion").asString()).isEqualTo("gemini-2.0-flash");
    JsonNode usage = response.path("usageMetadata");
    assertThat(usage.has("thoughtsTokenCount")).isFalse();
    assertThat(usage.path("totalTokenCount").asInt())
        .isEqualTo(
            usage.path("promptTokenCount").asInt() + usage.path("candidatesTokenCount").asInt());
  }

  @Test
  void satisfiesTheSchemaStreamedAndComplete() throws Exception {
    ObjectNode request = request("Why is the sky blue?");
    ObjectNode config = request.putObject("generationConfig");
    config.put("responseMimeType", "application/json").set("responseJsonSchema", SCHEMA);

    JsonNode complete = client.postJson(NEW + "generateContent", request);
    HttpResponse<String> stream =
        client.post(NEW + "streamGenerateContent?alt=sse", request.toString());
    List<JsonNode> objects = SimulatedHttpClient.events(stream.body());

    assertThat(ReferenceValidator.errors(SCHEMA, text(complete))).isEmpty();
    assertThat(joined(objects)).isEqualTo(text(complete));
    assertThat(objects.getLast().at("/candidates/0/finishReason").asString()).isEqualTo("STOP");
    assertThat(objects.getFirst().at("/candidates/0").has("finishReason")).isFalse();
    assertThat(objects.getLast().path("usageMetadata")).isEqualTo(complete.path("usageMetadata"));
    assertThat(objects.getLast().at("/candidates/0/content/parts/0/thoughtSignature"))
        .isEqualTo(complete.at("/candidates/0/content/parts/0/thoughtSignature"));
    assertThat(stream.headers().firstValue("content-type").orElseThrow())
        .startsWith("text/event-stream");
  }

  @Test
  void streamsAnArrayWithoutServerSentEvents() throws Exception {
    JsonNode array = client.postJson(NEW + "streamGenerateContent", request("hi"));

    assertThat(array.isArray()).isTrue();
    assertThat(joined(List.copyOf(array.values())))
        .isEqualTo(text(client.postJson(NEW + "generateContent", request("hi"))));
  }

  @Test
  void satisfiesASchemaInGooglesForm() throws Exception {
    ObjectNode request = request("hi");
    request.set(
        "generation_config",
        json(
            "{'response_mime_type':'application/json','response_schema':{'type':'ARRAY','minItems':'2','items':{'type':'INTEGER','nullable':true,'minimum':5}}}"));
    JsonNode expected =
        json("{'type':'array','minItems':2,'items':{'type':['integer','null'],'minimum':5}}");

    String text = text(client.postJson(NEW + "generateContent", request));

    assertThat(ReferenceValidator.errors(expected, text)).isEmpty();
  }

  @Test
  void callsAFunctionUntilItHasAResponse() throws Exception {
    ObjectNode request = withFunction(request("Weather?"));
    JsonNode call = client.postJson(NEW + "generateContent", request);
    JsonNode part = call.at("/candidates/0/content/parts/0");
    List<JsonNode> streamed =
        SimulatedHttpClient.events(
            client.post(NEW + "streamGenerateContent?alt=sse", request.toString()).body());
    addTurn(request, call, "{'result':20}");
    ObjectNode failed = withFunction(request("Weather?"));
    addTurn(failed, call, "{'error':'unknown city'}");

    JsonNode end = client.postJson(NEW + "generateContent", request);
    JsonNode repeated = client.postJson(NEW + "generateContent", failed);

    assertThat(part.at("/functionCall/name").asString()).isEqualTo("weather");
    assertThat(part.path("thoughtSignature").asString()).isNotEmpty();
    assertThat(ReferenceValidator.errors(SCHEMA, part.at("/functionCall/args").toString()))
        .isEmpty();
    assertThat(streamed.getFirst().at("/candidates/0/content/parts/0")).isEqualTo(part);
    assertThat(text(end)).isNotEmpty();
    assertThat(repeated.at("/candidates/0/content/parts/0").has("functionCall")).isTrue();
  }

  @Test
  void requiresTheSignatureOfTheFirstCallOfTheCurrentTurn() throws Exception {
    ObjectNode request = withFunction(request("Weather?"));
    addTurn(request, client.postJson(NEW + "generateContent", request), "{'result':20}");
    ObjectNode unsigned = request.deepCopy();
    ((ObjectNode) unsigned.at("/contents/1/parts/0")).remove("thoughtSignature");
    ObjectNode changed = request.deepCopy();
    ((ObjectNode) changed.at("/contents/1/parts/0/functionCall")).putObject("args").put("a", 1);
    ObjectNode dummy = request.deepCopy();
    ((ObjectNode) dummy.at("/contents/1/parts/0"))
        .put("thoughtSignature", "skip_thought_signature_validator");
    ObjectNode earlier = unsigned.deepCopy();
    earlier.withArray("contents").addObject().putArray("parts").addObject().put("text", "Now?");

    assertThat(error(client.post(NEW + "generateContent", unsigned.toString())))
        .contains("missing a thought_signature", "`default_api:weather` , position 2");
    assertThat(error(client.post(NEW + "generateContent", changed.toString())))
        .isEqualTo("Corrupted thought signature.");
    assertThat(
            error(client.post(NEW.replace("3.8", "3.6") + "generateContent", request.toString())))
        .isEqualTo("Invalid thought signature.");
    for (ObjectNode accepted : List.of(request, dummy, earlier)) {
      client.postJson(NEW + "generateContent", accepted);
    }
    client.postJson("/v1beta/models/gemini-2.5-flash:generateContent", unsigned);
  }

  @Test
  void callsOnlyTheAllowedFunctions() throws Exception {
    ObjectNode request = withFunction(request("hi"));
    request.set(
        "toolConfig",
        json("{'functionCallingConfig':{'mode':'ANY','allowedFunctionNames':['weather']}}"));
    JsonNode forced = client.postJson(NEW + "generateContent", request);
    request.set("toolConfig", json("{'functionCallingConfig':{'mode':'NONE'}}"));

    assertThat(forced.at("/candidates/0/content/parts/0/functionCall/name").asString())
        .isEqualTo("weather");
    assertThat(text(client.postJson(NEW + "generateContent", request))).isNotEmpty();
  }

  @Test
  void includesThoughtsOnRequest() throws Exception {
    ObjectNode request = request("hi");
    request.set(
        "generationConfig",
        json("{'thinkingConfig':{'includeThoughts':true,'thinkingLevel':'low'}}"));

    JsonNode response = client.postJson(NEW + "generateContent", request);

    assertThat(response.at("/candidates/0/content/parts/0/thought").asBoolean()).isTrue();
    assertThat(response.at("/usageMetadata/thoughtsTokenCount").asInt()).isPositive();
    assertThat(response.at("/candidates/0/content/parts")).hasSize(2);
  }

  @Test
  void countsTokensAndListsModels() throws Exception {
    ObjectNode request = request("hi");
    ObjectNode wrapped = (ObjectNode) json("{}");
    wrapped.set("generateContentRequest", request);
    int expected =
        client
            .postJson(NEW + "generateContent", request)
            .at("/usageMetadata/promptTokenCount")
            .asInt();

    assertThat(client.postJson(NEW + "countTokens", request).path("totalTokens").asInt())
        .isEqualTo(expected);
    assertThat(client.postJson(NEW + "countTokens", wrapped).path("totalTokens").asInt())
        .isEqualTo(expected);
    assertThat(client.getJson("/v1beta/models").at("/models/0/name").asString())
        .isEqualTo("models/simulated");
    assertThat(client.getJson("/v1beta/models/x").path("name").asString()).isEqualTo("models/x");
  }

  @Test
  void endsAtTheTokenLimit() throws Exception {
    ObjectNode request = request("hi");
    request.putObject("generationConfig").put("maxOutputTokens", 3);
    ObjectNode call = withFunction(request.deepCopy());

    JsonNode text = client.postJson(OLD + "generateContent", request);
    JsonNode cut = client.postJson(OLD + "generateContent", call);

    assertThat(text.at("/candidates/0/finishReason").asString()).isEqualTo("MAX_TOKENS");
    assertThat(cut.at("/candidates/0/finishReason").asString()).isEqualTo("MAX_TOKENS");
    assertThat(cut.at("/candidates/0/content").has("parts")).isFalse();
  }

  @Test
  void requiresTheKey() throws Exception {
    try (var keyed = SimulatedProvider.builder().apiKey("k").models("gemini-3.8-flash").start()) {
      String body = request("hi").toString();
      var none = new SimulatedHttpClient(keyed).post(NEW + "generateContent", body);
      var wrong =
          new SimulatedHttpClient(keyed, "x-goog-api-key", "a").post(NEW + "generateContent", body);
      var inQuery = new SimulatedHttpClient(keyed).post(NEW + "generateContent?key=k", body);
      var right = new SimulatedHttpClient(keyed, "x-goog-api-key", "k");
      var unknown = right.post(OLD + "generateContent", body);

      assertThat(none.statusCode()).isEqualTo(403);
      assertThat(json(none).at("/error/status").asString()).isEqualTo("PERMISSION_DENIED");
      assertThat(wrong.statusCode()).isEqualTo(400);
      assertThat(json(wrong).at("/error/details/0/reason").asString()).isEqualTo("API_KEY_INVALID");
      assertThat(inQuery.statusCode()).isEqualTo(200);
      assertThat(right.post(NEW + "generateContent", body).statusCode()).isEqualTo(200);
      assertThat(unknown.statusCode()).isEqualTo(404);
      assertThat(json(unknown).at("/error/status").asString()).isEqualTo("NOT_FOUND");
      assertThat(keyed.requests()).noneMatch(request -> request.path().contains("key"));
    }
  }

  @Test
  void injectsFaultsInGooglesForm() throws Exception {
    try (var failing = SimulatedProvider.start()) {
      var http = new SimulatedHttpClient(failing);
      String body = request("hi").toString();
      failing.fail(
          Fault.rateLimited(Duration.ofMillis(1_500)),
          Fault.quotaExceeded(),
          Fault.status(503),
          Fault.errorInStream(),
          Fault.truncated());

      JsonNode limited = json(http.post(NEW + "generateContent", body));
      HttpResponse<String> quota = http.post(NEW + "generateContent", body);
      JsonNode unavailable = json(http.post(NEW + "generateContent", body));
      List<JsonNode> failed = stream(http, body);
      List<JsonNode> cut = stream(http, body);

      assertThat(limited.at("/error/code").asInt()).isEqualTo(429);
      assertThat(limited.at("/error/status").asString()).isEqualTo("RESOURCE_EXHAUSTED");
      assertThat(limited.at("/error/details/1/retryDelay").asString()).isEqualTo("1.500s");
      assertThat(quota.statusCode()).isEqualTo(429);
      assertThat(quota.body()).contains("GenerateRequestsPerDay").doesNotContain("retryDelay");
      assertThat(unavailable.at("/error/status").asString()).isEqualTo("UNAVAILABLE");
      assertThat(failed.getLast().at("/error/status").asString()).isEqualTo("INTERNAL");
      assertThat(cut.getLast().at("/candidates/0").has("finishReason")).isFalse();
    }
  }

  private static List<JsonNode> stream(SimulatedHttpClient http, String body) throws Exception {
    return SimulatedHttpClient.events(
        http.post(NEW + "streamGenerateContent?alt=sse", body).body());
  }

  private static void addTurn(ObjectNode request, JsonNode response, String result) {
    JsonNode content = response.at("/candidates/0/content");
    JsonNode call = content.at("/parts/0/functionCall");
    request.withArray("contents").add(content);
    ObjectNode part =
        request.withArray("contents").addObject().put("role", "user").putArray("parts").addObject();
    ObjectNode answer = part.putObject("functionResponse").put("name", "weather");
    answer.set("id", call.path("id"));
    answer.set("response", json(result));
  }

  private static ObjectNode withFunction(ObjectNode request) {
    ObjectNode tool = request.putArray("tools").addObject();
    ObjectNode function = tool.putArray("functionDeclarations").addObject().put("name", "weather");
    function.set("parametersJsonSchema", SCHEMA);
    return request;
  }

  private static ObjectNode request(String text) {
    ObjectNode request = (ObjectNode) json("{'contents':[{'role':'user','parts':[{}]}]}");
    ((ObjectNode) request.at("/contents/0/parts/0")).put("text", text);
    return request;
  }

  private static String text(JsonNode response) {
    return response.at("/candidates/0/content/parts/0/text").asString("");
  }

  private static String joined(List<JsonNode> objects) {
    var text = new StringBuilder();
    objects.forEach(object -> text.append(text(object)));
    return text.toString();
  }

  private static String error(HttpResponse<String> response) {
    return json(response).at("/error/message").asString();
  }

  private static JsonNode json(HttpResponse<String> response) {
    return ReferenceValidator.read(response.body());
  }

  private static JsonNode json(String text) {
    return ReferenceValidator.read(text.replace('\'', '"'));
  }
}
