package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.AgentException;
import org.atomicagents.http.ApiKey;
import org.atomicagents.message.Content;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.Sampling;
import org.atomicagents.model.ToolSpec;
import org.atomicagents.openai.ResponsesOptions.ReasoningSummary;
import org.atomicagents.openai.ResponsesOptions.Verbosity;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.RecordedRequest;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The requests of the Responses API satisfy the rules of the documentation. */
class ResponsesRequestCheckerTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String VALID =
      """
      {"model": "gpt-5.6", "store": false, "include": ["reasoning.encrypted_content"],
       "input": [
         {"role": "developer", "content": "Rules"},
         {"role": "user", "content": [
           {"type": "input_text", "text": "See"},
           {"type": "input_image", "image_url": "https://a/b.png"},
           {"type": "input_file", "file_url": "https://a/b.pdf"}]},
         {"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "x"},
         {"type": "function_call", "id": "fc_1", "call_id": "c", "name": "f", "arguments": "{}"},
         {"type": "function_call_output", "call_id": "c", "output": "1"}],
       "reasoning": {"effort": "low", "summary": "auto"}, "max_output_tokens": 100,
       "tools": [{"type": "function", "name": "f", "parameters": {}, "strict": false}],
       "tool_choice": {"type": "function", "name": "f"}, "service_tier": "flex",
       "text": {"verbosity": "low", "format": {"type": "json_schema", "name": "Out",
         "strict": true, "schema": {"type": "object", "additionalProperties": false,
           "required": ["a"], "properties": {"a": {"type": "string", "format": "date"}}}}}}
      """;

  @Description("A payment")
  sealed interface Payment {}

  @Description("A payment by card")
  record Card(@Pattern(regexp = "[0-9]{16}") String number, LocalDate expires) implements Payment {}

  @Description("A payment in cash")
  record Cash(@Min(1) int cents) implements Payment {}

  @Description("A node of a tree")
  record Node(@NotBlank String name, @Size(max = 3) List<Node> children) {}

  @Description("An order")
  record Order(
      @Description("The number") @Min(1) @Max(1_000) int number,
      Optional<String> note,
      @Size(min = 1, max = 5) List<String> items,
      Map<String, Integer> amounts,
      Payment payment,
      Node tree) {}

  @Test
  void requestsOfAgentsAreAccepted() {
    try (var provider = SimulatedProvider.start();
        var client = client(provider)) {
      for (String name : List.of("gpt-4o", "gpt-5-mini", "gpt-5.1", "gpt-5.6", "gpt-6.2-sol")) {
        for (ResponseMode mode : ResponseMode.values()) {
          var agent = AtomicAgent.of(BasicChatInput.class, Order.class, client.responses(name));
          var options = RunOptions.history(ChatHistory.unbounded()).withMode(mode);
          agent.run(new BasicChatInput("one"), options);
          agent.run(new BasicChatInput("two"), options);
        }
      }

      assertAccepted(provider);
    }
  }

  @Test
  void randomRequestsAreAcceptedOrRejectedBeforeTheyAreSent() {
    long seed = System.nanoTime();
    System.out.println("seed of the random requests: " + seed);
    var random = new Random(seed);
    try (var provider = SimulatedProvider.start();
        var client = client(provider)) {
      for (int i = 0; i < 400; i++) {
        ModelRequest request = request(random, client);
        try {
          client
              .responses(request.model(), options(random))
              .client()
              .open(request, RunContext.standalone())
              .close();
        } catch (AgentException e) {
          assertThat(e.getMessage()).as("seed %d", seed).contains("does not accept");
        }
      }

      assertThat(provider.requests()).hasSizeGreaterThan(100);
      assertAccepted(provider);
    }
  }

  @Test
  void acceptsAValidRequest() {
    assertThat(ResponsesRequestChecker.check(MAPPER.readTree(VALID))).isEmpty();
  }

  @Test
  void rejectsUnknownParametersAndItems() {
    assertRejected(r -> r.put("stop", "x"), "unknown parameter stop");
    assertRejected(r -> r.remove("model"), "model must be a string");
    assertRejected(r -> r.put("input", 1), "input must be a string or a list");
    assertRejected(r -> item(r, 0).put("type", "note"), "unknown item note");
    assertRejected(r -> r.put("service_tier", "turbo"), "service_tier must not be \"turbo\"");
  }

  @Test
  void rejectsInvalidMessages() {
    assertRejected(r -> item(r, 0).put("role", "tool"), "unknown role tool");
    assertRejected(r -> item(r, 0).remove("content"), "a message needs content");
    assertRejected(
        r -> part(r, 0).put("type", "output_text"), "user must not have the part output_text");
    assertRejected(
        r -> item(r, 1).put("role", "assistant"), "assistant must not have the part input_text");
    assertRejected(
        r -> part(r, 1).putObject("image_url").put("url", "https://a"),
        "input_image needs a URL as a string");
    assertRejected(r -> part(r, 2).put("file_data", "x"), "input_file needs data or a URL");
  }

  @Test
  void rejectsCallsWithoutOutputs() {
    assertRejected(r -> r.withArray("input").remove(4), "no output for the calls [c]");
    assertRejected(r -> item(r, 4).put("call_id", "d"), "an output for the unknown call d");
    assertRejected(r -> item(r, 4).remove("output"), "function_call_output without output");
    assertRejected(r -> item(r, 3).putObject("arguments"), "function_call without arguments");
    assertRejected(r -> item(r, 3).put("name", "a b"), "function_call with the name \"a b\"");
  }

  @Test
  void rejectsIncompleteReasoning() {
    assertRejected(r -> item(r, 2).remove("id"), "reasoning without an id");
    assertRejected(r -> item(r, 2).put("summary", "x"), "reasoning without a summary");
    assertRejected(
        r -> item(r, 2).remove("encrypted_content"),
        "reasoning without its encrypted content is not stored");
    assertRejected(r -> item(r, 3).remove("id"), "reasoning without its following item");
  }

  @Test
  void rejectsInvalidFormats() {
    assertRejected(r -> format(r).put("type", "xml"), "unknown format \"xml\"");
    assertRejected(r -> format(r).put("name", "a b"), "text.format with the name \"a b\"");
    assertRejected(r -> format(r).put("schema", "{}"), "text.format needs a schema");
    assertRejected(
        r -> format(r).put("type", "json_object"), "json_object needs the word JSON in the input");
    assertRejected(
        r -> ((ObjectNode) r.get("text")).put("verbosity", "huge"),
        "verbosity must not be \"huge\"");
  }

  @Test
  void rejectsSchemasOutsideOfTheStrictSubset() {
    assertRejected(
        r -> schema(r).put("additionalProperties", true), "$: additionalProperties must be false");
    assertRejected(r -> schema(r).putArray("required"), "$.a: must be required");
    assertRejected(
        r -> schema(r).put("type", "array"), "$: the root must be an object without anyOf");
    assertRejected(r -> schema(r).putArray("allOf"), "$: keyword allOf is not supported");
    assertRejected(r -> schema(r).putObject("not"), "$: keyword not is not supported");
    assertRejected(
        r -> ((ObjectNode) schema(r).at("/properties/a")).put("format", "iban"),
        "$.a: format \"iban\" is not supported");
    assertRejected(
        r -> {
          ObjectNode inner = (ObjectNode) schema(r).at("/properties/a");
          for (int i = 0; i < 10; i++) {
            inner = inner.putObject("items");
          }
        },
        "$.a[][][][][][][][][]: more than 10 levels");
  }

  @Test
  void rejectsInvalidTools() {
    assertRejected(r -> tool(r).putObject("function"), "the fields of a tool are not nested");
    assertRejected(r -> tool(r).put("name", ""), "tool with the name \"\"");
    assertRejected(r -> tool(r).remove("strict"), "$: the root must be an object without anyOf");
    assertRejected(
        r -> r.putObject("tool_choice").put("type", "function").put("name", "g"),
        "tool_choice names an unknown tool");
    assertRejected(r -> r.put("tool_choice", "any"), "tool_choice must not be \"any\"");
    assertRejected(r -> r.put("tool_choice", "auto").remove("tools"), "tool_choice without tools");
  }

  @Test
  void rejectsParametersThatTheFamilyRefuses() {
    assertRejected(
        r -> r.put("temperature", 0.5), "gpt-5.6 does not accept temperature while it reasons");
    assertRejected(r -> r.put("top_p", 0.5), "gpt-5.6 does not accept top_p while it reasons");
    assertRejected(r -> r.put("model", "gpt-4o"), "gpt-4o has no encrypted reasoning");
    assertRejected(r -> r.put("model", "gpt-4o"), "gpt-4o has no reasoning");
    assertRejected(r -> r.put("model", "gpt-4o"), "gpt-4o has no verbosity");
    assertRejected(
        r -> part(r.put("model", "gpt-5"), 0).putObject("prompt_cache_breakpoint"),
        "gpt-5 has no cache breakpoints");
    assertRejected(
        r -> r.putObject("reasoning").put("effort", "minimal"),
        "effort of gpt-5.6 must not be \"minimal\"");
    assertRejected(
        r -> r.put("model", "gpt-6.2-sol").putObject("reasoning").put("effort", "none"),
        "effort of gpt-6.2-sol must not be \"none\"");
    assertRejected(
        r -> r.putObject("reasoning").put("summary", "short"), "summary must not be \"short\"");
  }

  @Test
  void rejectsNumbersOutOfRange() {
    assertRejected(r -> r.put("max_output_tokens", 3), "max_output_tokens is out of range");
    assertRejected(r -> r.put("temperature", 3), "temperature is out of range");
    assertRejected(r -> r.put("top_p", -1), "top_p is out of range");
  }

  private static void assertRejected(Consumer<ObjectNode> change, String violation) {
    ObjectNode request = (ObjectNode) MAPPER.readTree(VALID);
    change.accept(request);
    assertThat(ResponsesRequestChecker.check(request)).contains(violation);
  }

  private static void assertAccepted(SimulatedProvider provider) {
    for (RecordedRequest request : provider.requests()) {
      JsonNode body = MAPPER.readTree(request.body());
      assertThat(ResponsesRequestChecker.check(body)).as(request.body()).isEmpty();
    }
  }

  private static ModelRequest request(Random random, OpenAi client) {
    String name =
        pick(
            random,
            "gpt-4o",
            "gpt-4.1-mini",
            "gpt-5",
            "gpt-5-chat-latest",
            "gpt-5.1",
            "gpt-5.2-chat-latest",
            "gpt-5.4-mini",
            "gpt-5.5",
            "gpt-5.6-luna",
            "gpt-6-sol",
            "gpt-6-astra",
            "gpt-6.2-sol",
            "o3-mini");
    Sampling sampling = Sampling.defaults();
    if (random.nextBoolean()) {
      sampling = sampling.withTemperature(random.nextDouble(2)).withStop("END").withSeed(1);
    }
    if (random.nextBoolean()) {
      sampling = sampling.withTopP(random.nextDouble()).withMaxTokens(16 + random.nextInt(100));
    }
    if (random.nextBoolean()) {
      sampling =
          sampling.withReasoningEffort(
              pick(random, "none", "minimal", "low", "medium", "high", "xhigh", "max"));
    }
    Model model = client.responses(name);
    return ModelRequest.of(name, conversation(random))
        .withModel(model)
        .withSampling(sampling)
        .withStream(random.nextBoolean())
        .withTools(
            random.nextBoolean()
                ? List.of(new ToolSpec("search", "Searches", "{\"type\":\"object\"}"))
                : List.of());
  }

  private static List<Message> conversation(Random random) {
    Message system =
        new Message(
            Role.SYSTEM,
            List.of(
                new Content.Text("Be brief."), new Content.CacheBoundary(), new Content.Text(".")));
    Message user = Message.user("Hi");
    Message answer = Message.of(Role.ASSISTANT, "Hello");
    Message call = new Message(Role.ASSISTANT, List.of(new Content.ToolCall("c1", "search", "{}")));
    Message result = new Message(Role.TOOL, List.of(new Content.ToolResult("c1", "search", "[]")));
    return switch (random.nextInt(4)) {
      case 0 -> List.of(user);
      case 1 -> List.of(system, user);
      case 2 -> List.of(system, user, answer, user);
      default -> List.of(user, call, result);
    };
  }

  private static ResponsesOptions options(Random random) {
    ResponsesOptions options = ResponsesOptions.ofDefaults();
    if (random.nextBoolean()) {
      options = options.withVerbosity(Verbosity.LOW).withPromptCacheKey("k");
    }
    if (random.nextBoolean()) {
      options = options.withReasoningSummary(ReasoningSummary.AUTO).withServiceTier("flex");
    }
    if (random.nextInt(4) == 0) {
      options = options.withCacheBreakpoints(true);
    }
    return random.nextBoolean() ? options.withParallelToolCalls(false) : options;
  }

  private static String pick(Random random, String... values) {
    return values[random.nextInt(values.length)];
  }

  private static ObjectNode item(ObjectNode request, int index) {
    return (ObjectNode) request.get("input").get(index);
  }

  private static ObjectNode part(ObjectNode request, int index) {
    return (ObjectNode) request.get("input").get(1).get("content").get(index);
  }

  private static ObjectNode format(ObjectNode request) {
    return (ObjectNode) request.at("/text/format");
  }

  private static ObjectNode schema(ObjectNode request) {
    return (ObjectNode) request.at("/text/format/schema");
  }

  private static ObjectNode tool(ObjectNode request) {
    return (ObjectNode) request.get("tools").get(0);
  }

  private static OpenAi client(SimulatedProvider provider) {
    return OpenAi.builder().baseUrl(provider.baseUrl()).apiKey(ApiKey.of("k")).build();
  }
}
