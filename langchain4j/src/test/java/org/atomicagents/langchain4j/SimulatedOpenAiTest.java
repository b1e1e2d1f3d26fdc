package org.atomicagents.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.service.AiServices;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.Partial;
import org.atomicagents.RunResult;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.UnauthorizedException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.Fault;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The client over LangChain4j's models of OpenAI, against a server. */
@Timeout(120)
class SimulatedOpenAiTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final SimulatedProvider provider = SimulatedProvider.start();

  @Description("A ticket")
  record Ticket(@Description("The text of the ticket") String text) {}

  @Description("The triage of a ticket")
  record Triage(
      @Description("The summary") String summary,
      @Description("The priority") @Min(1) @Max(5) int priority,
      @Description("The labels") List<String> labels,
      @Description("Hours by team") Map<String, Integer> hours) {}

  interface Support {
    String answer(String question);
  }

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void runsAnAgentInEachMode() {
    for (ResponseMode mode : ResponseMode.values()) {
      var model = LangChain4jClient.of(chatModel()).model().withModes(mode);

      RunResult<Triage> result =
          AtomicAgent.of(Ticket.class, Triage.class, model).call(new Ticket("It is slow"));

      assertThat(result.output().priority()).as(mode.name()).isBetween(1, 5);
      assertThat(result.usage().inputTokens()).isPositive();
      assertThat(result.usage().outputTokens()).isPositive();
      assertThat(result.requestIds()).hasSize(1);
    }
    assertThat(provider.requests()).hasSize(ResponseMode.values().length);
  }

  @Test
  void streamsPartialOutputs() {
    var model = LangChain4jClient.of(streamingModel()).model();
    var agent = AtomicAgent.of(Ticket.class, Triage.class, model);
    var partials = new ArrayList<Partial<Triage>>();

    try (AgentStream<Triage> stream = agent.stream(new Ticket("It is slow"))) {
      stream.forEach(partials::add);

      assertThat(partials).isNotEmpty();
      assertThat(stream.result().priority()).isBetween(1, 5);
    }
    assertThat(body(0).path("stream").booleanValue()).isTrue();
  }

  @Test
  void usesTheFormOfTheModelThatSuitsTheRun() {
    var model = LangChain4jClient.of(chatModel(), streamingModel()).model();
    var agent = AtomicAgent.of(Ticket.class, Triage.class, model);

    Triage whole = agent.run(new Ticket("It is slow"));
    try (AgentStream<Triage> stream = agent.stream(new Ticket("It is slow"))) {
      assertThat(stream.result()).isEqualTo(whole);
    }

    assertThat(body(0).path("stream").booleanValue(false)).isFalse();
    assertThat(body(1).path("stream").booleanValue()).isTrue();
  }

  @Test
  void mapsTheErrorsOfAServer() {
    provider.fail(Fault.rateLimited(), Fault.status(401), Fault.status(503));
    var model =
        LangChain4jClient.of(chatModel())
            .model()
            .withRetry(RetryPolicy.ofDefaults().withMaxRetries(0));
    var agent = AtomicAgent.of(Ticket.class, Triage.class, model);
    var ticket = new Ticket("It is slow");

    assertThatThrownBy(() -> agent.run(ticket)).isInstanceOf(RateLimitedException.class);
    assertThatThrownBy(() -> agent.run(ticket)).isInstanceOf(UnauthorizedException.class);
    assertThatThrownBy(() -> agent.run(ticket)).isInstanceOf(UnavailableException.class);
  }

  @Test
  void endsAStreamThatIsCutOrMalformed() {
    var model =
        LangChain4jClient.of(streamingModel())
            .model()
            .withRetry(RetryPolicy.ofDefaults().withMaxRetries(0));
    var agent = AtomicAgent.of(Ticket.class, Triage.class, model);
    var ticket = new Ticket("It is slow");

    for (Fault fault : List.of(Fault.droppedInBody(), Fault.malformedJson())) {
      provider.fail(fault);
      try (AgentStream<Triage> stream = agent.stream(ticket)) {
        assertThatThrownBy(stream::result)
            .as(fault.toString())
            .isInstanceOf(TransportException.class);
      }
    }
    provider.fail(Fault.quotaExceeded());
    try (AgentStream<Triage> stream = agent.stream(ticket)) {
      assertThatThrownBy(stream::result)
          .isInstanceOfSatisfying(
              RateLimitedException.class,
              e -> assertThat(e.kind()).isEqualTo(RateLimitedException.Kind.QUOTA));
    }
    // LangChain4j ends these streams as if they were complete: the output is invalid, and the model
    // is asked again.
    for (Fault fault : List.of(Fault.truncated(), Fault.errorInStream())) {
      int before = provider.requests().size();
      provider.fail(fault);
      try (AgentStream<Triage> stream = agent.stream(ticket)) {
        assertThat(stream.result().priority()).as(fault.toString()).isBetween(1, 5);
      }
      assertThat(provider.requests()).as(fault.toString()).hasSize(before + 2);
    }
  }

  @Test
  void closesTheConnectionOfAStreamThatIsClosed() {
    try (var slow = SimulatedProvider.builder().chunkInterval(Duration.ofMillis(200)).start()) {
      var model =
          LangChain4jClient.of(
                  OpenAiStreamingChatModel.builder()
                      .baseUrl(slow.baseUrl().toString())
                      .apiKey("test")
                      .modelName("gpt-4.1-mini")
                      .build())
              .model();
      var agent = AtomicAgent.of(Ticket.class, Triage.class, model);

      try (AgentStream<Triage> stream = agent.stream(new Ticket("It is slow"))) {
        assertThat(stream.iterator().hasNext()).isTrue();
      }

      while (slow.activeRequests() > 0) {
        Thread.onSpinWait();
      }
      assertThat(slow.requests()).hasSize(1);
    }
  }

  @Test
  void runsAnAgentAsAToolOfAnAiService() {
    ChatModel chat = chatModel();
    AtomicAgent<Ticket, Triage> agent =
        AtomicAgent.of(Ticket.class, Triage.class, LangChain4jClient.of(chat).model());
    AgentTool triage = AgentTool.of("triage", "Triages a ticket", agent);
    Support support =
        AiServices.builder(Support.class)
            .chatModel(chat)
            .tools(triage.tools())
            .chatRequestTransformer(request ->
                request.messages().getLast() instanceof UserMessage
                    ? request.toBuilder().toolChoice(ToolChoice.REQUIRED).build()
                    : request)
            .build();

    String answer = support.answer("How urgent is ticket 7?");

    assertThat(answer).isNotBlank();
    assertThat(provider.requests()).hasSize(3);
    JsonNode tool = body(0).path("tools").path(0).path("function");
    assertThat(tool.path("name").stringValue()).isEqualTo("triage");
    assertThat(tool.path("parameters").path("properties").has("text")).isTrue();
    JsonNode result = body(2).path("messages").path(2);
    assertThat(result.path("role").stringValue()).isEqualTo("tool");
    Triage output = agent.output().read(result.path("content").stringValue()).value();
    assertThat(output).isNotNull();
    assertThat(output.priority()).isBetween(1, 5);
  }

  private JsonNode body(int request) {
    return JSON.readTree(provider.requests().get(request).body());
  }

  private ChatModel chatModel() {
    return OpenAiChatModel.builder()
        .baseUrl(provider.baseUrl().toString())
        .apiKey("test")
        .modelName("gpt-4.1-mini")
        .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
        .strictJsonSchema(true)
        .maxRetries(0)
        .build();
  }

  private OpenAiStreamingChatModel streamingModel() {
    return OpenAiStreamingChatModel.builder()
        .baseUrl(provider.baseUrl().toString())
        .apiKey("test")
        .modelName("gpt-4.1-mini")
        .strictJsonSchema(true)
        .build();
  }
}
