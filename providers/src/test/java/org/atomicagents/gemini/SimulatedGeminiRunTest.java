package org.atomicagents.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.http.ApiKey;
import org.atomicagents.internal.provider.FaultCheck;
import org.atomicagents.message.Message;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.model.Sampling;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.SimulatedProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Tests of agents that use the Gemini API of a simulated provider, which checks each request. */
class SimulatedGeminiRunTest {
  private static final BasicChatInput HELLO = new BasicChatInput("Rate the weather in Paris");
  private static final List<ResponseMode> MODES =
      List.of(
          ResponseMode.JSON_SCHEMA,
          ResponseMode.TOOL_CALL,
          ResponseMode.JSON_OBJECT,
          ResponseMode.PROMPTED_JSON);

  @Description("A rating.")
  record Rating(
      @Description("The rating.") @Min(1) @Max(5) int stars,
      @Description("The code.") @Size(min = 3, max = 200) String code,
      @Description("The reasons.") List<String> reasons,
      @Description("A second rating.") @Nullable Second second) {}

  @Description("A second rating, which may have a further one.")
  record Second(
      @Description("The rating.") double value,
      @Description("The next one.") @Nullable Second next) {}

  @Test
  void everyModeOfEveryFamilyGivesATypedOutput() {
    try (var provider = SimulatedProvider.start();
        var client = client(provider)) {
      for (String name :
          List.of(
              "gemini-2.0-flash",
              "gemini-2.5-flash",
              "gemini-3-flash-preview",
              "gemini-3.5-flash",
              "gemini-3.8-flash")) {
        for (ResponseMode mode : MODES) {
          AtomicAgent<BasicChatInput, Rating> agent = agent(client.model(name));
          var options = RunOptions.defaults().withMode(mode);

          Rating complete = agent.run(HELLO, options);
          try (var stream = agent.stream(HELLO, options)) {
            assertThat(stream.result()).as(name + " " + mode).isEqualTo(complete);
          }
        }
      }
    }
  }

  @Test
  void aConversationReplaysSignaturesThatTheProviderAccepts() {
    try (var provider = SimulatedProvider.start();
        var client = client(provider)) {
      AtomicAgent<BasicChatInput, Rating> agent = agent(client.model("gemini-3.8-flash"));
      var options = RunOptions.history(ChatHistory.unbounded());

      for (ResponseMode mode : MODES) {
        agent.run(HELLO, options.withMode(mode));
      }
      agent.run(HELLO, options.withModel(client.model("gemini-3.5-flash")));
      RunResult<Rating> last = agent.call(HELLO, options);

      assertThat(last.requests()).isOne();
      assertThat(signatures(provider).getLast()).isPositive();
    }
  }

  @Test
  void aReAskIsAccepted() {
    try (var provider = SimulatedProvider.start();
        var client = client(provider)) {
      for (ResponseMode mode : MODES) {
        var responses = new AtomicInteger();
        var agent =
            AtomicAgent.builder(
                    BasicChatInput.class, Rating.class, client.model("gemini-3.8-flash"))
                .check("$.stars", rating -> responses.incrementAndGet() > 1, "another rating")
                .build();

        assertThat(agent.call(HELLO, RunOptions.defaults().withMode(mode)).requests())
            .as(mode.name())
            .isEqualTo(2);
      }
    }
  }

  @Test
  void theEffortAndTheOptionsAreAccepted() {
    try (var provider = SimulatedProvider.start();
        var client = client(provider)) {
      GeminiOptions options = GeminiOptions.ofDefaults().withThoughts(true).withServiceTier("flex");
      for (String name : List.of("gemini-2.5-pro", "gemini-3-pro-preview", "gemini-3.8-flash")) {
        var agent =
            AtomicAgent.builder(BasicChatInput.class, Rating.class, client.model(name, options))
                .sampling(Sampling.defaults().withReasoningEffort("low").withMaxTokens(2_000))
                .build();

        assertThat(agent.run(HELLO).stars()).as(name).isBetween(1, 5);
      }
    }
  }

  @Test
  void tokensAreCountedAndModelsListed() {
    try (var provider = SimulatedProvider.builder().models("gemini-3.8-flash").start();
        var client = client(provider)) {
      ModelRequest request =
          ModelRequest.of("gemini-3.8-flash", List.of(Message.user("How is the weather?")));

      assertThat(client.countTokens(request, Duration.ofSeconds(30))).isBetween(3, 20);
      assertThat(client.models(Duration.ofSeconds(30))).containsExactly("gemini-3.8-flash");
    }
  }

  @Test
  void everyFaultIsAnException() {
    try (var provider = SimulatedProvider.start();
        var client = client(provider)) {
      FaultCheck.check(
          provider, agent(client.model("gemini-3.8-flash").withRetry(RetryPolicy.none())));
    }
  }

  private static AtomicAgent<BasicChatInput, Rating> agent(Model model) {
    return AtomicAgent.of(BasicChatInput.class, Rating.class, model);
  }

  private static Gemini client(SimulatedProvider provider) {
    return Gemini.builder().baseUrl(provider.serverUrl()).apiKey(ApiKey.of("k")).build();
  }

  private static List<Integer> signatures(SimulatedProvider provider) {
    var counts = new ArrayList<Integer>();
    for (var request : provider.requests()) {
      String contents = JsonMapper.shared().readTree(request.body()).path("contents").toString();
      counts.add(contents.split("thoughtSignature", -1).length - 1);
    }
    return counts;
  }
}
