package org.atomicagents.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.anthropic.AnthropicOptions.ThinkingDisplay;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.internal.provider.FaultCheck;
import org.atomicagents.message.Message;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.Sampling;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.RecordedRequest;
import org.atomicagents.testing.SimulatedProvider;
import org.atomicagents.tool.Tool;
import org.atomicagents.tool.ToolLoop;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs against the simulated Messages API, whose checks are another reading of the documentation.
 */
class SimulatedClaudeRunTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final List<String> MODELS =
      List.of(
          "claude-haiku-4-5",
          "claude-opus-4-5",
          "claude-sonnet-4-6",
          "claude-opus-4-8",
          "claude-sonnet-5",
          "claude-haiku-5-5",
          "claude-sonnet-5-5",
          "claude-opus-5-5",
          "claude-fable-5-1");

  @Description("A trip")
  record Trip(
      @Description("The days") @Min(1) @Max(14) int days,
      LocalDate start,
      Optional<String> note,
      @Size(min = 1, max = 4) List<String> places,
      Map<String, Integer> costs) {}

  @Description("A connection whose price is needed")
  record Connection(String from, String to) {}

  @Description("The price of a ticket")
  record Ticket(@Min(1) @Max(500) int euros) {}

  @Test
  void agentsGetValidOutputsInEachModeAndFromEachFamily() {
    try (var provider = SimulatedProvider.start();
        var client = Anthropic.at(provider.serverUrl())) {
      for (String name : MODELS) {
        for (ResponseMode mode :
            List.of(ResponseMode.JSON_SCHEMA, ResponseMode.TOOL_CALL, ResponseMode.PROMPTED_JSON)) {
          var options = RunOptions.history(ChatHistory.unbounded()).withMode(mode);
          var agent = AtomicAgent.of(BasicChatInput.class, Trip.class, client.model(name));
          for (String text : List.of("one", "two")) {
            RunResult<Trip> result = agent.call(new BasicChatInput(text), options);

            assertThat(result.requests()).as(name + " " + mode).isOne();
            assertThat(result.usage().inputTokens()).isPositive();
          }
        }
      }

      assertAccepted(provider);
    }
  }

  @Test
  void streamsHavePartialsAndThinking() {
    try (var provider = SimulatedProvider.start();
        var client = Anthropic.at(provider.serverUrl())) {
      var options = AnthropicOptions.ofDefaults().withThinkingDisplay(ThinkingDisplay.SUMMARIZED);
      Model model = client.model("claude-opus-5-5", options);
      try (var stream =
          AtomicAgent.of(BasicChatInput.class, Trip.class, model).stream(
              new BasicChatInput("Go"))) {
        stream.forEach(partial -> {});

        assertThat(stream.result().days()).isBetween(1, 14);
      }

      assertAccepted(provider);
    }
  }

  @Test
  void loopsRepeatTheThinkingOfTheirSteps() {
    try (var provider = SimulatedProvider.start();
        var client = Anthropic.at(provider.serverUrl())) {
      var options =
          AnthropicOptions.ofDefaults().withCacheTime(Duration.ofHours(1)).withAutoCache();
      var agent =
          AtomicAgent.builder(
                  BasicChatInput.class,
                  BasicChatOutput.class,
                  client.model("claude-sonnet-5-5", options))
              .sampling(Sampling.defaults().withReasoningEffort("low"))
              .build();
      var loop =
          ToolLoop.builder(agent)
              .tool(Tool.of("price", Connection.class, Ticket.class, ticket -> new Ticket(30)))
              .maxSteps(4)
              .build();
      try {
        assertThat(loop.run(new BasicChatInput("How much is it?")).chatMessage()).isNotNull();
      } catch (LimitExceededException e) {
        assertThat(e.getMessage()).contains("steps");
      }

      assertAccepted(provider);
    }
  }

  @Test
  void countsTokens() {
    try (var provider = SimulatedProvider.start();
        var client = Anthropic.at(provider.serverUrl())) {
      var request = ModelRequest.of("claude-opus-5-5", List.of(Message.user("Hello there")));

      assertThat(client.countTokens(request, Duration.ofSeconds(10))).isPositive();
      assertThat(client.models(Duration.ofSeconds(10))).isNotEmpty();
    }
  }

  @Test
  void everyFaultIsAnException() {
    try (var provider = SimulatedProvider.start();
        var client = Anthropic.at(provider.serverUrl())) {
      Model model = client.model("claude-opus-5-5").withRetry(RetryPolicy.none());

      FaultCheck.check(provider, AtomicAgent.of(BasicChatInput.class, Trip.class, model));
    }
  }

  /** The signatures of the random conversations are made up, which the simulation detects. */
  @Test
  void randomRequestsAreAcceptedExceptForTheirSignatures() {
    long seed = System.nanoTime();
    System.out.println("seed of the random requests: " + seed);
    var random = new Random(seed);
    int accepted = 0;
    try (var provider = SimulatedProvider.start();
        var client = Anthropic.at(provider.serverUrl())) {
      for (int i = 0; i < 400; i++) {
        ModelRequest request = RandomClaudeRequests.request(random);
        try {
          Model model = client.model(request.model(), RandomClaudeRequests.options(random));
          ModelExchange exchange =
              model.client().open(request.withModel(model), RunContext.standalone());
          try (exchange) {
            exchange.forEach(event -> {});
            accepted++;
          }
        } catch (BadRequestException e) {
          assertThat(e.error().message())
              .as("seed %d, %s", seed, request)
              .containsAnyOf(
                  "Invalid `signature` in `thinking` block", "must start with a thinking");
        } catch (ConfigurationException e) {
          assertThat(e.getMessage()).as("seed %d", seed).contains("does not accept");
        }
      }
    }
    assertThat(accepted).isGreaterThan(50);
  }

  private static void assertAccepted(SimulatedProvider provider) {
    assertThat(provider.requests()).isNotEmpty();
    for (RecordedRequest request : provider.requests()) {
      JsonNode body = MAPPER.readTree(request.body());
      assertThat(ClaudeRequestChecker.check(body)).as(request.body()).isEmpty();
    }
  }
}
