package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Model;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests of agents that use the Responses API of a simulated provider. */
class SimulatedResponsesRunTest {
  private static final BasicChatInput HELLO = new BasicChatInput("Rate the weather in Paris");

  @Description("A rating.")
  record Rating(
      @Description("The rating.") @Min(1) @Max(5) int stars,
      @Description("The reasons.") List<String> reasons) {}

  @Test
  void everyModeGivesATypedOutputStreamedAndComplete() {
    try (var provider = SimulatedProvider.start();
        var client = client(provider)) {
      for (ResponseMode mode : ResponseMode.values()) {
        AtomicAgent<BasicChatInput, Rating> agent = agent(client.responses("gpt-5.6"));
        var options = RunOptions.defaults().withMode(mode);

        Rating complete = agent.run(HELLO, options);
        try (var stream = agent.stream(HELLO, options)) {
          assertThat(stream.result()).as(mode.name()).isEqualTo(complete);
        }
      }
      assertThat(provider.requests())
          .hasSize(2 * ResponseMode.values().length)
          .allMatch(request -> request.path().equals("/v1/responses"));
    }
  }

  @Test
  void aConversationReplaysReasoningThatTheProviderAccepts() {
    try (var provider = SimulatedProvider.start();
        var client = client(provider)) {
      AtomicAgent<BasicChatInput, Rating> agent = agent(client.responses("gpt-5.6"));
      var options = RunOptions.history(ChatHistory.unbounded());

      for (int turn = 0; turn < 3; turn++) {
        agent.run(HELLO, options);
      }
      agent.run(HELLO, options.withMode(ResponseMode.TOOL_CALL));
      agent.run(HELLO, options.withModel(client.responses("gpt-6.2-sol")));
      RunResult<Rating> last = agent.call(HELLO, options);

      assertThat(last.requests()).isOne();
      assertThat(reasoningItems(provider)).containsExactly(0, 1, 2, 3, 0, 3);
    }
  }

  @Test
  void aReAskRepeatsTheReasoningOfTheInvalidResponse() {
    try (var provider = SimulatedProvider.start();
        var client = client(provider)) {
      for (ResponseMode mode : ResponseMode.values()) {
        var responses = new AtomicInteger();
        var agent =
            AtomicAgent.builder(BasicChatInput.class, Rating.class, client.responses("gpt-5.6"))
                .check("$.stars", rating -> responses.incrementAndGet() > 1, "another rating")
                .build();
        int before = provider.requests().size();

        RunResult<Rating> result = agent.call(HELLO, RunOptions.defaults().withMode(mode));

        assertThat(result.requests()).as(mode.name()).isEqualTo(2);
        assertThat(reasoningItems(provider).subList(before, before + 2)).containsExactly(0, 1);
      }
    }
  }

  @Test
  void refusedModesFallBackToTheNext() {
    try (var provider =
            SimulatedProvider.builder()
                .responseModes(ResponseMode.TOOL_CALL, ResponseMode.JSON_OBJECT)
                .start();
        var client = client(provider)) {
      var refused = new ArrayList<ResponseMode>();
      var options =
          RunOptions.defaults()
              .withListener(event -> {
                if (event instanceof AgentEvent.ModeRefused refusal) {
                  refused.add(refusal.refused());
                }
              });

      agent(client.responses("gpt-5.6")).run(HELLO, options);

      assertThat(refused).containsOnly(ResponseMode.JSON_SCHEMA);
    }
  }

  @Test
  void everyFaultIsAnException() {
    try (var provider = SimulatedProvider.start();
        var client = client(provider)) {
      FaultCheck.check(provider, agent(client.responses("gpt-5.6").withRetry(RetryPolicy.none())));
    }
  }

  private static AtomicAgent<BasicChatInput, Rating> agent(Model model) {
    return AtomicAgent.of(BasicChatInput.class, Rating.class, model);
  }

  private static OpenAi client(SimulatedProvider provider) {
    return OpenAi.builder().baseUrl(provider.baseUrl()).apiKey(ApiKey.of("k")).build();
  }

  private static List<Integer> reasoningItems(SimulatedProvider provider) {
    var counts = new ArrayList<Integer>();
    for (var request : provider.requests()) {
      int count = 0;
      JsonNode body = JsonMapper.shared().readTree(request.body());
      for (JsonNode item : body.path("input")) {
        count += item.path("type").asString("").equals("reasoning") ? 1 : 0;
      }
      counts.add(count);
    }
    return counts;
  }
}
