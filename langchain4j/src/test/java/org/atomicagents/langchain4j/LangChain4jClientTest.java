package org.atomicagents.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunResult;
import org.atomicagents.error.TransportException;
import org.atomicagents.message.Content;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.RunContext;
import org.atomicagents.schema.Description;
import org.junit.jupiter.api.Test;

class LangChain4jClientTest {
  private final ScriptedChatModel script = new ScriptedChatModel();

  @Description("A question")
  record Question(@Description("The text") String text) {}

  @Description("An answer")
  record Answer(@Description("The city") String city) {}

  @Test
  void returnsTheEventsOfACompleteResponse() {
    LangChain4jClient client =
        script.blocking(request ->
            ChatResponse.builder()
                .aiMessage(
                    AiMessage.builder()
                        .thinking("Capital, Italy")
                        .attributes(Map.of("thinking_signature", "sig"))
                        .text("Rome")
                        .build())
                .id("resp_1")
                .modelName("nova-2026")
                .tokenUsage(new TokenUsage(7, 3))
                .finishReason(FinishReason.STOP)
                .build());

    assertThat(events(client, false))
        .containsExactly(
            new ModelEvent.Started(null, "nova", Map.of()),
            new ModelEvent.ReasoningDelta("Capital, Italy"),
            new ModelEvent.TextDelta("Rome"),
            new ModelEvent.OpaquePart(
                "langchain4j",
                "{\"langchain4j\":{\"thinking\":\"Capital, Italy\","
                    + "\"attributes\":{\"thinking_signature\":\"sig\"}}}"),
            new ModelEvent.Started("resp_1", "nova-2026", Map.of()),
            new ModelEvent.UsageReport(Usage.of(7, 3)),
            new ModelEvent.Finished(org.atomicagents.message.FinishReason.STOP, "STOP"));
  }

  @Test
  void acceptsAResponseWithoutAnyField() {
    LangChain4jClient client =
        script.blocking(
            request -> ChatResponse.builder().aiMessage(AiMessage.builder().build()).build());

    assertThat(events(client, false))
        .containsExactly(
            new ModelEvent.Started(null, "nova", Map.of()),
            new ModelEvent.Finished(org.atomicagents.message.FinishReason.OTHER, ""));
  }

  @Test
  void rejectsAMissingResponse() {
    LangChain4jClient client = script.blocking(request -> null);

    assertThatThrownBy(() -> events(client, false))
        .isInstanceOf(TransportException.class)
        .hasMessage(
            "langchain4j returned no response.\nThis is a fault of the LangChain4j module.");
  }

  @Test
  void returnsToolCallsWithoutIdAndArguments() {
    LangChain4jClient client =
        script.blocking(request ->
            ChatResponse.builder()
                .aiMessage(
                    AiMessage.from(
                        ToolExecutionRequest.builder().name("now").build(),
                        ToolExecutionRequest.builder()
                            .id("c2")
                            .name("weather")
                            .arguments("{\"city\":\"Rome\"}")
                            .build()))
                .finishReason(FinishReason.STOP)
                .build());

    assertThat(events(client, false))
        .contains(
            new ModelEvent.ToolCallDelta(0, null, "now", "{}"),
            new ModelEvent.ToolCallDelta(1, "c2", "weather", "{\"city\":\"Rome\"}"),
            new ModelEvent.Finished(org.atomicagents.message.FinishReason.TOOL_CALLS, "STOP"));
  }

  @Test
  void choosesTheModesFromTheCapabilities() {
    Model without = script.answering("").model();
    script.capabilities = Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
    Model with = script.answering("").model();
    script.capabilities = null;
    Model unknown = script.answering("").model();

    assertThat(without.capabilities().modes())
        .containsExactly(ResponseMode.TOOL_CALL, ResponseMode.PROMPTED_JSON);
    assertThat(with.capabilities().modes())
        .containsExactly(
            ResponseMode.JSON_SCHEMA, ResponseMode.TOOL_CALL, ResponseMode.PROMPTED_JSON);
    assertThat(with.capabilities().strictSchemas()).isTrue();
    assertThat(unknown.capabilities().modes()).isEqualTo(without.capabilities().modes());
  }

  @Test
  void choosesTheModesOfTwoFormsFromTheCompleteOne() {
    var silent = new ScriptedChatModel();
    script.capabilities = Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA);

    Model model =
        LangChain4jClient.of(
                script.chatModel(request -> ScriptedChatModel.text("")),
                silent.streamingModel((request, handler) -> {}))
            .model();

    assertThat(model.capabilities().preferredMode()).isEqualTo(ResponseMode.JSON_SCHEMA);
  }

  @Test
  void asksAgainIfTheModelIgnoresTheSchema() {
    script.capabilities = Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
    Model model = script.answering("It is Rome.", "{\"city\":\"Rome\"}").model();

    RunResult<Answer> result =
        AtomicAgent.of(Question.class, Answer.class, model).call(new Question("Capital of Italy?"));

    assertThat(result.output()).isEqualTo(new Answer("Rome"));
    assertThat(script.requests).hasSize(2);
    assertThat(script.requests.get(1).messages()).hasSizeGreaterThan(2);
  }

  @Test
  void usesTheNextModeIfTheModelIgnoresAForcedCall() {
    var events = new ArrayList<AgentEvent>();
    Model model =
        script
            .blocking(request ->
                request.toolSpecifications() == null || request.toolSpecifications().isEmpty()
                    ? ScriptedChatModel.text("{\"city\":\"Rome\"}")
                    : ChatResponse.builder()
                        .aiMessage(AiMessage.from("Rome, of course."))
                        .finishReason(FinishReason.STOP)
                        .build())
            .model();
    AtomicAgent<Question, Answer> agent =
        AtomicAgent.of(Question.class, Answer.class, model)
            .withListeners(Listeners.of(events::add));

    assertThat(agent.run(new Question("Capital of Italy?"))).isEqualTo(new Answer("Rome"));
    assertThat(events).hasAtLeastOneElementOfType(AgentEvent.CallIgnored.class);
    assertThat(script.requests.getFirst().toolChoice()).isEqualTo(ToolChoice.REQUIRED);
  }

  @Test
  void usesTheNextModeIfTheProviderRefusesTools() {
    Model model =
        script
            .blocking(request -> {
              if (!request.toolSpecifications().isEmpty()) {
                throw new dev.langchain4j.exception.UnsupportedFeatureException(
                    "tools are not supported yet by this model provider");
              }
              return ScriptedChatModel.text("{\"city\":\"Rome\"}");
            })
            .model();
    AtomicAgent<Question, Answer> agent = AtomicAgent.of(Question.class, Answer.class, model);

    assertThat(agent.run(new Question("Capital of Italy?"))).isEqualTo(new Answer("Rome"));
    assertThat(agent.run(new Question("Again?"))).isEqualTo(new Answer("Rome"));
    // The refusal is remembered.
    assertThat(script.requests).hasSize(3);
  }

  @Test
  void returnsTheThinkingOfAResponseInTheNextRequest() {
    AiMessage call =
        AiMessage.builder()
            .thinking("I need the weather")
            .attributes(Map.of("thinking_signature", "sig"))
            .toolExecutionRequests(
                List.of(
                    ToolExecutionRequest.builder()
                        .id("c1")
                        .name("weather")
                        .arguments("{}")
                        .build()))
            .build();
    LangChain4jClient client =
        script.blocking(request -> ChatResponse.builder().aiMessage(call).build());
    var parts = new ArrayList<Content>();
    for (ModelEvent event : opened(client.model(), ModelRequest.of("nova", user()))) {
      if (event instanceof ModelEvent.OpaquePart part) {
        parts.add(new Content.Opaque(part.provider(), part.model(), part.json()));
      }
    }
    parts.add(new Content.ToolCall("c1", "weather", "{}"));

    List<ModelEvent> unused =
        events(
            client,
            ModelRequest.of(
                "nova",
                List.of(
                    Message.user("hi"),
                    new Message(org.atomicagents.message.Role.ASSISTANT, parts),
                    Message.toolResult("c1", "weather", "sunny"))));

    assertThat(script.requests.getLast().messages().get(1)).isEqualTo(call);
  }

  @Test
  void convertsUsageWithTheFunctionOfTheApplication() {
    LangChain4jClient client =
        script
            .blocking(request ->
                ChatResponse.builder()
                    .aiMessage(AiMessage.from("hi"))
                    .tokenUsage(new TokenUsage(10, 5))
                    .build())
            .withUsage(tokens -> new Usage(tokens.inputTokenCount(), 5, 4, 0, 2, 0, 0));
    LangChain4jClient failing =
        client.withUsage(tokens -> {
          throw new IllegalStateException("broken");
        });

    assertThat(events(client, false))
        .contains(new ModelEvent.UsageReport(new Usage(10, 5, 4, 0, 2, 0, 0)));
    assertThat(events(failing, false)).doesNotHaveAnyElementsOfTypes(ModelEvent.UsageReport.class);
  }

  @Test
  void countsReportedTokensOnly() {
    assertThat(UsageCounts.of(new TokenUsage(null, null, null))).isEqualTo(Usage.NONE);
    assertThat(UsageCounts.of(new TokenUsage(null, 5, null))).isEqualTo(Usage.of(0, 5));
    assertThat(UsageCounts.of(new TokenUsage(null, null, 9))).isEqualTo(Usage.of(9, 0));
  }

  @Test
  void namesProviderAndModel() {
    script.provider = ModelProvider.AMAZON_BEDROCK;
    LangChain4jClient bedrock = script.answering("");
    script.defaults = ChatRequestParameters.builder().build();
    LangChain4jClient unnamed = LangChain4jClient.of(new UnnamedModel());

    assertThat(bedrock.model()).hasToString("langchain4j-amazon-bedrock:nova");
    assertThat(unnamed.model()).hasToString("langchain4j:UnnamedModel");
    assertThat(unnamed.model("other").name()).isEqualTo("other");
  }

  @Test
  void distinguishesClientsOfDifferentSettings() {
    LangChain4jClient first = LangChain4jClient.of(new UnnamedModel());
    LangChain4jClient same = LangChain4jClient.of(new UnnamedModel());
    LangChain4jClient other = script.answering("");

    assertThat(first.identity()).isEqualTo(same.identity()).isNotEqualTo(other.identity());
    assertThat(first.withRawSchemas().identity()).isNotEqualTo(first.identity());
    assertThat(first.withIdentity("eu-central-1").identity())
        .isEqualTo(first.identity() + " at eu-central-1");
    assertThat(first.withIdentity("x").withTimeout(java.time.Duration.ofSeconds(1)).identity())
        .isEqualTo(first.withIdentity("x").identity());
  }

  @Test
  void rejectsATimeoutThatIsNotPositive() {
    assertThatThrownBy(() -> script.answering("").withTimeout(java.time.Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("timeout: expected a positive duration, found PT0S");
  }

  @Test
  void readsTheEventsOfAnExchangeOnce() {
    try (ModelExchange exchange =
        script.answering("hi").open(ModelRequest.of("nova", user()), RunContext.standalone())) {
      var unused = exchange.iterator();

      assertThatThrownBy(exchange::iterator).isInstanceOf(IllegalStateException.class);
    }
  }

  private static final class UnnamedModel implements ChatModel {
    @Override
    public ChatResponse doChat(dev.langchain4j.model.chat.request.ChatRequest request) {
      return ScriptedChatModel.text("hi");
    }
  }

  private static List<Message> user() {
    return List.of(Message.user("hi"));
  }

  private static List<ModelEvent> events(LangChain4jClient client, boolean stream) {
    return events(client, ModelRequest.of("nova", user()).withStream(stream));
  }

  private static List<ModelEvent> events(LangChain4jClient client, ModelRequest request) {
    var events = new ArrayList<ModelEvent>();
    try (ModelExchange exchange = client.open(request, RunContext.standalone())) {
      exchange.forEach(events::add);
    }
    return events;
  }

  private static List<ModelEvent> opened(Model model, ModelRequest request) {
    var events = new ArrayList<ModelEvent>();
    try (ModelExchange exchange = model.open(request, RunContext.standalone())) {
      exchange.forEach(events::add);
    }
    return events;
  }
}
