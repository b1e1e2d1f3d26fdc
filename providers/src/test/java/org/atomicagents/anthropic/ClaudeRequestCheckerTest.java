package org.atomicagents.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunOptions;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.internal.http.LoopbackServer;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.model.RunContext;
import org.atomicagents.schema.Description;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The requests of the Messages API satisfy the rules of the documentation. */
class ClaudeRequestCheckerTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String RESPONSE =
      """
      {"id":"m","type":"message","role":"assistant","model":"c","stop_reason":"end_turn",
       "content":[{"type":"text","text":"{}"}],"usage":{"input_tokens":1,"output_tokens":1}}
      """;
  private static final String VALID =
      """
      {"model": "claude-opus-4-8", "max_tokens": 100,
       "system": [{"type": "text", "text": "Rules", "cache_control": {"type": "ephemeral"}}],
       "messages": [
         {"role": "user", "content": [
           {"type": "text", "text": "See"},
           {"type": "image", "source": {"type": "url", "url": "https://a/b.png"}},
           {"type": "document", "source":
             {"type": "base64", "media_type": "application/pdf", "data": "JVBERi0="}}]},
         {"role": "assistant", "content": [
           {"type": "thinking", "thinking": "", "signature": "s"},
           {"type": "tool_use", "id": "c", "name": "f", "input": {}}]},
         {"role": "user", "content": [
           {"type": "tool_result", "tool_use_id": "c", "content": "1"},
           {"type": "text", "text": "And?"}]},
         {"role": "system", "content": [{"type": "text", "text": "Be brief."}]}],
       "thinking": {"type": "adaptive", "display": "summarized"}, "service_tier": "auto",
       "tools": [{"name": "f", "input_schema": {"type": "object"}}],
       "tool_choice": {"type": "tool", "name": "f"},
       "output_config": {"effort": "low", "format": {"type": "json_schema",
         "schema": {"type": "object", "additionalProperties": false, "required": ["a"],
           "properties": {"a": {"type": "string", "format": "date"}}}}}}
      """;

  @Description("A payment")
  sealed interface Payment {}

  @Description("A payment by card")
  record Card(@Pattern(regexp = "[0-9]{16}") String number, LocalDate expires) implements Payment {}

  @Description("A payment in cash")
  record Cash(@Min(1) int cents) implements Payment {}

  @Description("An order")
  record Order(
      @Description("The number") @Min(1) @Max(1_000) int number,
      @NotBlank String name,
      URI page,
      Optional<String> note,
      @Size(min = 1, max = 5) List<String> items,
      @Size(min = 2) List<String> others,
      Map<String, Integer> amounts,
      Payment payment) {}

  @Test
  void requestsOfAgentsAreAccepted() {
    var names =
        List.of(
            "claude-opus-4-1",
            "claude-haiku-4-5",
            "claude-opus-4-5",
            "claude-sonnet-4-6",
            "claude-opus-4-8",
            "claude-sonnet-5",
            "claude-haiku-5-5",
            "claude-sonnet-5-5",
            "claude-fable-5-1");
    try (var server = LoopbackServer.answering(200, "application/json", RESPONSE);
        var client = Anthropic.at(server.uri(""))) {
      int count = 0;
      for (String name : names) {
        for (ResponseMode mode :
            List.of(ResponseMode.JSON_SCHEMA, ResponseMode.TOOL_CALL, ResponseMode.PROMPTED_JSON)) {
          Model model = client.model(name).withRetry(RetryPolicy.none());
          var agent = AtomicAgent.of(BasicChatInput.class, Order.class, model);
          assertThat(
                  catchThrowable(() ->
                      agent.run(new BasicChatInput("one"), RunOptions.defaults().withMode(mode))))
              .isInstanceOf(InvalidOutputException.class);
          count++;
        }
      }

      assertThat(server.requests()).isEqualTo(3 * count);
      assertAccepted(server);
    }
  }

  @Test
  void randomRequestsAreAcceptedOrRejectedBeforeTheyAreSent() {
    long seed = System.nanoTime();
    System.out.println("seed of the random requests: " + seed);
    var random = new Random(seed);
    int refused = 0;
    try (var server = LoopbackServer.answering(200, "application/json", RESPONSE);
        var client = Anthropic.at(server.uri(""))) {
      for (int i = 0; i < 600; i++) {
        ModelRequest request = RandomClaudeRequests.request(random);
        try {
          Model model = client.model(request.model(), RandomClaudeRequests.options(random));
          model.client().open(request.withModel(model), RunContext.standalone()).close();
        } catch (AgentException e) {
          refused++;
          assertThat(e.getMessage()).as("seed %d", seed).contains("does not accept");
        }
      }

      assertThat(server.requests()).isEqualTo(600 - refused).isGreaterThan(150);
      assertAccepted(server);
    }
  }

  @Test
  void acceptsAValidRequest() {
    assertThat(ClaudeRequestChecker.check(MAPPER.readTree(VALID))).isEmpty();
  }

  @Test
  void rejectsUnknownParameters() {
    assertRejected(r -> r.put("seed", 1), "unknown parameter seed");
    assertRejected(r -> r.remove("model"), "model must be a string");
    assertRejected(r -> r.remove("max_tokens"), "max_tokens is required");
    assertRejected(r -> r.put("service_tier", "flex"), "service_tier must not be \"flex\"");
    assertRejected(r -> r.putArray("messages"), "messages must be a list");
  }

  @Test
  void rejectsTurnsInAnotherOrder() {
    assertRejected(r -> message(r, 0).put("role", "assistant"), "the first turn is the user's");
    assertRejected(r -> message(r, 0).put("role", "tool"), "unknown role tool");
    assertRejected(r -> message(r, 1).put("role", "user"), "two turns of the role user");
    assertRejected(r -> message(r, 0).putArray("content"), "a message needs content");
    assertRejected(
        r -> r.withArray("messages").addObject().put("role", "assistant").put("content", "x"),
        "the last turn is not the assistant's");
  }

  @Test
  void rejectsMisplacedSystemTurns() {
    assertRejected(
        r -> r.put("model", "claude-sonnet-5"),
        "role 'system' is not supported on claude-sonnet-5");
    assertRejected(
        r -> r.withArray("messages").addObject().put("role", "user").put("content", "x"),
        "a system turn precedes one of the assistant");
    assertRejected(
        r -> r.withArray("messages").insert(0, message(r, 3)),
        "a system turn follows one of the user");
    assertRejected(r -> block(r, 3, 0).put("type", "image"), "a system turn has text blocks only");
    assertRejected(
        r -> ((ObjectNode) r.get("system").get(0)).put("type", "image"),
        "system must have text blocks only");
  }

  @Test
  void rejectsInvalidBlocks() {
    assertRejected(
        r -> block(r, 0, 0).put("type", "tool_use"), "user must not have the block tool_use");
    assertRejected(r -> block(r, 0, 0).put("text", " "), "a text must not be blank");
    assertRejected(r -> source(r, 1).put("url", "file:/x"), "a source needs a URL");
    assertRejected(r -> source(r, 1).put("type", "text"), "unknown source \"text\"");
    assertRejected(
        r -> source(r, 2).put("media_type", "image/png"),
        "document must not have the media type image/png");
    assertRejected(r -> source(r, 2).put("data", ""), "a source needs data");
    assertRejected(
        r -> block(r, 1, 1).put("type", "tool_result"), "assistant must not have tool_result");
  }

  @Test
  void rejectsCallsWithoutResults() {
    assertRejected(r -> r.withArray("messages").remove(2), "no results of the calls [c]");
    assertRejected(r -> block(r, 2, 0).put("tool_use_id", "d"), "a result of the unknown call d");
    assertRejected(
        r -> message(r, 2).withArray("content").add(message(r, 2).withArray("content").remove(0)),
        "tool results are the first blocks");
    assertRejected(r -> block(r, 1, 1).put("id", "a.b"), "tool_use with the id a.b");
    assertRejected(
        r -> message(r, 1).withArray("content").add(block(r, 1, 1).deepCopy()), "the id c twice");
    assertRejected(r -> block(r, 1, 1).put("name", ""), "tool_use with the name \"\"");
    assertRejected(r -> block(r, 1, 1).put("input", "{}"), "tool_use needs an object as its input");
  }

  @Test
  void rejectsIncompleteThinking() {
    assertRejected(r -> block(r, 1, 0).remove("signature"), "thinking needs its signature");
    assertRejected(
        r -> block(r, 1, 0).put("type", "redacted_thinking"), "redacted thinking needs its data");
    assertRejected(
        r -> message(r, 1).withArray("content").remove(1), "a response does not end with thinking");
  }

  @Test
  void rejectsInvalidCacheMarks() {
    assertRejected(
        r -> block(r, 1, 0).putObject("cache_control").put("type", "ephemeral"),
        "thinking must not have a cache mark");
    assertRejected(
        r -> block(r, 0, 0).putObject("cache_control").put("type", "ephemeral").put("ttl", "2h"),
        "a cache mark must not be {\"type\":\"ephemeral\",\"ttl\":\"2h\"}");
    assertRejected(
        r -> {
          for (int i = 0; i < 3; i++) {
            block(r, 0, i).putObject("cache_control").put("type", "ephemeral");
          }
          r.putObject("cache_control").put("type", "ephemeral");
        },
        "more than 4 cache marks");
  }

  @Test
  void rejectsInvalidTools() {
    assertRejected(r -> tool(r).put("name", "a b"), "tool with the name \"a b\"");
    assertRejected(
        r -> tool(r).putObject("input_schema"), "input_schema must be of the type object");
    assertRejected(r -> r.remove("tools"), "tool_choice without tools");
    assertRejected(r -> choice(r).put("type", "required"), "unknown tool_choice required");
    assertRejected(r -> choice(r).put("name", "g"), "tool_choice names an unknown tool");
    assertRejected(
        r -> r.put("model", "claude-opus-5-5"),
        "tool_choice: forced calls are not supported by claude-opus-5-5");
    assertRejected(
        r -> r.putObject("thinking").put("type", "enabled"),
        "tool_choice: forced calls are not supported with a thinking budget");
  }

  @Test
  void rejectsParametersThatTheFamilyRefuses() {
    assertRejected(r -> r.put("temperature", 0.5), "claude-opus-4-8 does not accept temperature");
    assertRejected(r -> r.put("top_p", 0.5), "claude-opus-4-8 does not accept top_p");
    assertRejected(r -> r.put("temperature", 1.5), "temperature is out of range");
    assertRejected(r -> r.put("top_p", -1), "top_p is out of range");
    assertRejected(
        r -> r.put("model", "claude-opus-4-6").put("temperature", 1),
        "temperature is not accepted while thinking");
    assertRejected(
        r -> r.put("model", "claude-opus-4-6").put("temperature", 1).put("top_p", 1),
        "temperature and top_p at once");
    assertRejected(
        r -> r.put("model", "claude-sonnet-4-0"), "claude-sonnet-4-0 has no structured outputs");
    assertRejected(
        r -> config(r).put("effort", "none"), "effort of claude-opus-4-8 must not be \"none\"");
    assertRejected(
        r -> config(r.put("model", "claude-opus-4-6")).put("effort", "xhigh"),
        "effort of claude-opus-4-6 must not be \"xhigh\"");
    assertRejected(
        r -> config(r).putObject("task_budget").put("total", 100), "task_budget is at least 20000");
  }

  @Test
  void rejectsThinkingThatTheFamilyRefuses() {
    assertRejected(
        r -> thinking(r).put("type", "on"),
        "unknown thinking {\"type\":\"on\",\"display\":\"summarized\"}");
    assertRejected(r -> thinking(r).put("display", "full"), "display must not be \"full\"");
    assertRejected(
        r -> r.put("model", "claude-haiku-4-5"), "thinking.adaptive on claude-haiku-4-5");
    assertRejected(
        r -> thinking(r).put("type", "enabled").put("budget_tokens", 2_000),
        "thinking.enabled on claude-opus-4-8");
    assertRejected(
        r -> thinking(r).put("type", "enabled").put("budget_tokens", 10),
        "budget_tokens is at least 1024");
    assertRejected(
        r -> thinking(r).put("type", "enabled").put("budget_tokens", 2_000),
        "budget_tokens below max_tokens");
    assertRejected(
        r -> thinking(r.put("model", "claude-opus-5-5")).put("type", "disabled"),
        "thinking.disabled on claude-opus-5-5");
    assertRejected(
        r -> thinking(r).put("type", "between_tools"), "thinking.between_tools on claude-opus-4-8");
    assertRejected(
        r -> thinking(r).put("type", "between_tools"), "between_tools takes no other field");
    assertRejected(
        r -> {
          thinking(r).put("type", "disabled");
          config(r).put("effort", "max");
        },
        "the effort max without thinking");
  }

  @Test
  void rejectsSchemasOutsideOfTheSubset() {
    assertRejected(r -> format(r).put("type", "json_object"), "unknown format");
    assertRejected(
        r -> schema(r).put("additionalProperties", true), "$: additionalProperties must be false");
    assertRejected(r -> schema(r).putArray("oneOf"), "$: oneOf is not supported");
    assertRejected(r -> property(r).put("minimum", 1), "$.a: minimum is not supported");
    assertRejected(r -> property(r).put("maxLength", 1), "$.a: maxLength is not supported");
    assertRejected(r -> property(r).put("minItems", 2), "$.a: minItems must be 0 or 1");
    assertRejected(
        r -> property(r).put("format", "iban"), "$.a: the format \"iban\" is not supported");
    assertRejected(
        r -> property(r).put("pattern", "(?=x)"), "$.a: the pattern \"(?=x)\" is not supported");
    assertRejected(r -> property(r).put("type", "date"), "$.a: unknown type \"date\"");
    assertRejected(r -> property(r).remove("type"), "$.a: a schema needs a type");
    assertRejected(
        r -> property(r).put("$ref", "https://a/b"), "$.a: external references are not supported");
    assertRejected(r -> property(r).putArray("enum").addObject(), "$.a: an enum has simple values");
    assertRejected(
        r -> ((ObjectNode) schema(r).get("properties")).put("b", true), "$.b: expected a schema");
    assertRejected(
        r ->
            schema(r)
                .putObject("$defs")
                .putObject("Node")
                .put("type", "array")
                .putObject("items")
                .put("$ref", "#/$defs/Node"),
        "$: Node is recursive");
  }

  private static void assertRejected(Consumer<ObjectNode> change, String violation) {
    ObjectNode request = (ObjectNode) MAPPER.readTree(VALID);
    change.accept(request);
    assertThat(ClaudeRequestChecker.check(request))
        .anySatisfy(found -> assertThat(found).startsWith(violation));
  }

  private static void assertAccepted(LoopbackServer server) {
    for (int left = server.requests(); left > 0; left--) {
      try {
        JsonNode body = MAPPER.readTree(server.takeRequest().body());
        assertThat(ClaudeRequestChecker.check(body)).as(body.toString()).isEmpty();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static ObjectNode message(ObjectNode request, int index) {
    return (ObjectNode) request.get("messages").get(index);
  }

  private static ObjectNode block(ObjectNode request, int message, int index) {
    return (ObjectNode) message(request, message).get("content").get(index);
  }

  private static ObjectNode source(ObjectNode request, int block) {
    return (ObjectNode) block(request, 0, block).get("source");
  }

  private static ObjectNode tool(ObjectNode request) {
    return (ObjectNode) request.get("tools").get(0);
  }

  private static ObjectNode choice(ObjectNode request) {
    return (ObjectNode) request.get("tool_choice");
  }

  private static ObjectNode thinking(ObjectNode request) {
    return (ObjectNode) request.get("thinking");
  }

  private static ObjectNode config(ObjectNode request) {
    return (ObjectNode) request.get("output_config");
  }

  private static ObjectNode format(ObjectNode request) {
    return (ObjectNode) request.at("/output_config/format");
  }

  private static ObjectNode schema(ObjectNode request) {
    return (ObjectNode) request.at("/output_config/format/schema");
  }

  private static ObjectNode property(ObjectNode request) {
    return (ObjectNode) request.at("/output_config/format/schema/properties/a");
  }
}
