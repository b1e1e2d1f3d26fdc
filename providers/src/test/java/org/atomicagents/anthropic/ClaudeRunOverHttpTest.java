package org.atomicagents.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.ModelRefusalException;
import org.atomicagents.internal.http.LoopbackServer;
import org.atomicagents.internal.provider.CollectedResponse;
import org.atomicagents.message.Content;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.Sampling;
import org.atomicagents.schema.Description;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests of agents over HTTP: response modes, refusals, and conversations with thinking. */
class ClaudeRunOverHttpTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String JSON = "application/json";

  @Description("A city")
  record City(@Description("The name") String name) {}

  @Test
  void anAgentGetsItsOutputByASchema() throws Exception {
    try (var server =
            LoopbackServer.answering(200, JSON, response(text("{\\\"name\\\":\\\"Bonn\\\"}")));
        var client = Anthropic.at(server.uri(""))) {
      var agent = AtomicAgent.of(BasicChatInput.class, City.class, client.model("claude-opus-5-5"));

      assertThat(agent.run(new BasicChatInput("Hi"))).isEqualTo(new City("Bonn"));

      JsonNode body = MAPPER.readTree(server.takeRequest().body());
      assertThat(body.at("/output_config/format/type").asString()).isEqualTo("json_schema");
      assertThat(body.at("/output_config/format/schema/additionalProperties").asBoolean(true))
          .isFalse();
      assertThat(body.path("max_tokens").asInt()).isEqualTo(32_000);
      assertThat(body.has("tools")).isFalse();
    }
  }

  @Test
  void aFunctionIsForcedWhereTheFamilyAcceptsIt() throws Exception {
    String call =
        "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"City\",\"input\":{\"name\":\"Bonn\"}}";
    try (var server = LoopbackServer.answering(200, JSON, response(call));
        var client = Anthropic.at(server.uri(""))) {
      for (String name : List.of("claude-sonnet-4-6", "claude-sonnet-5-5")) {
        var agent = AtomicAgent.of(BasicChatInput.class, City.class, client.model(name));
        var options = RunOptions.defaults().withMode(ResponseMode.TOOL_CALL);

        assertThat(agent.run(new BasicChatInput("Hi"), options)).isEqualTo(new City("Bonn"));
      }

      JsonNode forced = MAPPER.readTree(server.takeRequest().body());
      assertThat(forced.path("tool_choice").toString())
          .isEqualTo("{\"type\":\"tool\",\"name\":\"City\"}");
      JsonNode free = MAPPER.readTree(server.takeRequest().body());
      assertThat(free.has("tool_choice")).isFalse();
      assertThat(free.path("system").path(free.path("system").size() - 1).path("text").asString())
          .isEqualTo("Respond by a call of the function 'City', not in text.");
    }
  }

  @Test
  void aRefusedSchemaLeadsToAFunction() throws Exception {
    String message = "output_config.format.schema: Too many recursive definitions in schema";
    String call =
        "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"City\",\"input\":{\"name\":\"Bonn\"}}";
    try (var server =
            LoopbackServer.start((request, client) -> {
              boolean isSchema = request.body().contains("output_config");
              client.respond(
                  isSchema ? 400 : 200,
                  JSON,
                  isSchema ? errorBody("invalid_request_error", message) : response(call));
            });
        var client = Anthropic.at(server.uri(""))) {
      var agent = AtomicAgent.of(BasicChatInput.class, City.class, client.model("claude-opus-4-8"));

      assertThat(agent.run(new BasicChatInput("Hi"))).isEqualTo(new City("Bonn"));
      int first = server.requests();
      assertThat(agent.run(new BasicChatInput("Hi"))).isEqualTo(new City("Bonn"));
      assertThat(server.requests()).isEqualTo(first + 1);
    }
  }

  @Test
  void aRefusalIsAnExceptionWithItsCategory() {
    String refused =
        "{\"id\":\"m\",\"content\":[],\"stop_reason\":\"refusal\",\"stop_details\":{\"type\":"
            + "\"refusal\",\"category\":\"bio\",\"explanation\":\"It could be harmful.\"}}";
    try (var server = LoopbackServer.answering(200, JSON, refused);
        var client = Anthropic.at(server.uri(""))) {
      var agent = AtomicAgent.of(client.model("claude-opus-5-5"));

      assertThatThrownBy(() -> agent.run(new BasicChatInput("Hi")))
          .isInstanceOf(ModelRefusalException.class)
          .hasMessageContaining("bio: It could be harmful.");
    }
  }

  @Test
  void refusedParametersAreLeftOutWithAnEvent() throws Exception {
    try (var server =
            LoopbackServer.answering(200, JSON, response(text("{\\\"chatMessage\\\":\\\"A\\\"}")));
        var client = Anthropic.at(server.uri(""))) {
      var events = new ArrayList<AgentEvent.ParametersAdjusted>();
      var agent =
          AtomicAgent.builder(client.model("claude-haiku-5-5"))
              .sampling(
                  Sampling.defaults().withTemperature(0.5).withSeed(7).withReasoningEffort("low"))
              .build();
      agent.run(
          new BasicChatInput("Hi"),
          RunOptions.defaults()
              .withListener(event -> {
                if (event instanceof AgentEvent.ParametersAdjusted adjusted) {
                  events.add(adjusted);
                }
              }));

      assertThat(events)
          .singleElement()
          .satisfies(event -> assertThat(event.omitted()).containsExactly("temperature", "seed"));
      JsonNode body = MAPPER.readTree(server.takeRequest().body());
      assertThat(body.has("temperature") || body.has("seed")).isFalse();
      assertThat(body.at("/output_config/effort").asString()).isEqualTo("low");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "messages.1.content.0: Invalid `signature` in `thinking` block. The block is bound to a"
            + " different conversation.",
        "messages.1.content.0: `thinking` or `redacted_thinking` blocks in the latest assistant"
            + " message cannot be modified. These blocks must remain as they were in the original"
            + " response."
      })
  void theThinkingOfAnotherConversationIsRejectedOnceAndOmitted(String error) throws Exception {
    String thought =
        "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"signed\"},"
            + text("{\\\"chatMessage\\\":\\\"A\\\"}");
    try (var server =
            LoopbackServer.start((request, client) -> {
              boolean isRefused = request.body().contains("signed");
              client.respond(
                  isRefused ? 400 : 200,
                  JSON,
                  isRefused ? errorBody("invalid_request_error", error) : response(thought));
            });
        var client = Anthropic.at(server.uri(""))) {
      var refusals = new ArrayList<AgentEvent.OpaquePartsRefused>();
      var options =
          RunOptions.history(ChatHistory.unbounded())
              .withListener(event -> {
                if (event instanceof AgentEvent.OpaquePartsRefused refusal) {
                  refusals.add(refusal);
                }
              });
      var agent = AtomicAgent.of(client.model("claude-opus-5-5"));
      agent.run(new BasicChatInput("Hi"), options);

      assertThat(agent.call(new BasicChatInput("Hi"), options).requests()).isEqualTo(2);

      assertThat(refusals).singleElement().satisfies(r -> assertThat(r.count()).isOne());
    }
  }

  @Test
  void aConversationReplaysToEachModelOnlyItsOwnBlocks() throws Exception {
    try (var server =
            LoopbackServer.start((request, client) -> {
              String model = MAPPER.readTree(request.body()).path("model").asString();
              client.respond(
                  200,
                  JSON,
                  response(
                      "{\"type\":\"thinking\",\"thinking\":\"t\",\"signature\":\"of "
                          + model
                          + "\"},"
                          + text("{\\\"chatMessage\\\":\\\"A\\\"}")));
            });
        var client = Anthropic.at(server.uri(""))) {
      Model opus = client.model("claude-opus-5-5");
      Model sonnet = client.model("claude-sonnet-5-5");
      var agent = AtomicAgent.of(opus);
      var options = RunOptions.history(ChatHistory.unbounded());
      for (Model model : List.of(opus, sonnet, opus, sonnet)) {
        agent.run(new BasicChatInput("Hi"), options.withModel(model));
      }

      List<String> bodies = bodies(server, 4);
      assertThat(count(bodies.get(1), "\"signature\"")).isZero();
      assertThat(count(bodies.get(2), "of claude-opus-5-5")).isOne();
      assertThat(count(bodies.get(2), "of claude-sonnet-5-5")).isZero();
      assertThat(count(bodies.get(3), "of claude-sonnet-5-5")).isOne();
      assertThat(count(bodies.get(3), "of claude-opus-5-5")).isZero();
      JsonNode repeated = MAPPER.readTree(bodies.get(2)).at("/messages/1/content/0");
      assertThat(repeated.toString())
          .isEqualTo(
              "{\"type\":\"thinking\",\"thinking\":\"t\",\"signature\":\"of claude-opus-5-5\"}");
    }
  }

  @Test
  void aThinkingBlockIsRepeatedBeforeItsCall() throws Exception {
    String called =
        "{\"type\":\"redacted_thinking\",\"data\":\"secret\"},"
            + text("I'll look.")
            + ",{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"s\"},"
            + "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"add\",\"input\":{\"a\":1.50}}";
    try (var server = LoopbackServer.answering(200, JSON, response(called));
        var client = Anthropic.at(server.uri(""))) {
      Model model = client.model("claude-opus-5-5");
      ModelRequest first = ModelRequest.of(model.name(), List.of(Message.user("2+2?")));
      var parts = new ArrayList<Content>();
      try (ModelExchange exchange = model.open(first, RunContext.standalone())) {
        CollectedResponse response = CollectedResponse.of(exchange);
        parts.add(new Content.Text(response.text()));
        response
            .calls()
            .forEach(c -> parts.add(new Content.ToolCall(c.id(), c.name(), c.arguments())));
        response
            .opaque()
            .forEach(json -> parts.add(new Content.Opaque("anthropic", model.name(), json)));
      }
      var next =
          first.plusMessages(
              List.of(new Message(Role.ASSISTANT, parts), Message.toolResult("t1", "add", "4")));
      model.open(next, RunContext.standalone()).close();

      server.takeRequest();
      assertThat(server.takeRequest().body())
          .contains("{\"role\":\"assistant\",\"content\":[" + called + "]}")
          .contains("{\"type\":\"tool_result\",\"tool_use_id\":\"t1\",\"content\":\"4\"}");
    }
  }

  @Test
  void aBudgetIsLeftOutIfTheCallsWereMadeWithoutThinking() throws Exception {
    try (var server = LoopbackServer.answering(200, JSON, response(text("A")));
        var client = Anthropic.at(server.uri(""))) {
      var options = AnthropicOptions.ofDefaults().withThinkingBudget(2_000);
      Model model = client.model("claude-sonnet-4-5", options);
      var call = new Content.ToolCall("t1", "add", "{}");
      var thought =
          new Content.Opaque(
              "anthropic",
              model.name(),
              "{\"messages_content\":[{\"type\":\"thinking\",\"signature\":\"s\"},"
                  + "{\"type\":\"tool_use\",\"id\":\"t1\"}]}");
      for (List<Content> parts : List.of(List.<Content>of(call), List.<Content>of(thought, call))) {
        var request =
            ModelRequest.of(
                    model.name(),
                    List.of(
                        Message.user("2+2?"),
                        new Message(Role.ASSISTANT, parts),
                        Message.toolResult("t1", "add", "4")))
                .withModel(model);
        model.open(request, RunContext.standalone()).close();
      }

      assertThat(server.takeRequest().body()).doesNotContain("budget_tokens");
      assertThat(server.takeRequest().body()).contains("\"budget_tokens\":2000");
    }
  }

  private static String errorBody(String type, String message) {
    return "{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":\"%s\"},\"request_id\":\"req_1\"}"
        .formatted(type, message);
  }

  private static String response(String content) {
    return "{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"c\",\"content\":["
        + content
        + "],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}";
  }

  private static String text(String text) {
    return "{\"type\":\"text\",\"text\":\"" + text + "\"}";
  }

  private static List<String> bodies(LoopbackServer server, int count) throws Exception {
    var bodies = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      bodies.add(server.takeRequest().body());
    }
    return bodies;
  }

  private static int count(String body, String text) {
    return body.split(Pattern.quote(text), -1).length - 1;
  }
}
