package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atomicagents.model.ResponseMode.JSON_OBJECT;
import static org.atomicagents.model.ResponseMode.JSON_SCHEMA;
import static org.atomicagents.model.ResponseMode.TOOL_CALL;

import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.AtomicAgent;
import org.atomicagents.AtomicAgentBuilder;
import org.atomicagents.BasicChatInput;
import org.atomicagents.ReAskScope;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.http.ApiKey;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tests of the requests that are sent after an invalid response. */
class ReAskOverHttpTest {
  private static final BasicChatInput HELLO = new BasicChatInput("hello");

  @Test
  @DisplayName("E01 the errors are sent as the result of the tool call")
  void e01() {
    try (var provider = SimulatedProvider.start();
        var client = client(provider)) {
      agent(client).build().run(HELLO, RunOptions.defaults().withMode(TOOL_CALL));

      JsonNode first = messages(provider, 0);
      JsonNode second = messages(provider, 1);
      JsonNode call = second.get(first.size()).get("tool_calls").get(0);
      JsonNode toolMessage = second.get(first.size() + 1);
      assertThat(second).hasSize(first.size() + 2);
      assertThat(call.get("function").get("name").stringValue()).isEqualTo("Story");
      assertThat(toolMessage.get("role").stringValue()).isEqualTo("tool");
      assertThat(toolMessage.get("tool_call_id")).isEqualTo(call.get("id"));
      assertThat(toolMessage.get("content").stringValue())
          .contains("$.title: expected another title");
    }
  }

  @Test
  @DisplayName("E03 the errors are sent as a user message")
  void e03() {
    for (ResponseMode mode : List.of(JSON_SCHEMA, JSON_OBJECT)) {
      try (var provider = SimulatedProvider.start();
          var client = client(provider)) {
        agent(client).build().run(HELLO, RunOptions.defaults().withMode(mode));

        var roles = new ArrayList<String>();
        messages(provider, 1).forEach(message -> roles.add(message.get("role").stringValue()));
        assertThat(roles).endsWith("user", "assistant", "user");
      }
    }
  }

  @Test
  void reAsksInTheModeThatWasAccepted() {
    try (var provider = SimulatedProvider.builder().responseModes(TOOL_CALL).start();
        var client = client(provider)) {
      RunResult<Story> result = agent(client).build().call(HELLO);

      assertThat(result.attempts()).isEqualTo(2);
      assertThat(result.requests()).isEqualTo(3);
      JsonNode last = messages(provider, 2);
      assertThat(last.get(last.size() - 1).get("role").stringValue()).isEqualTo("tool");
    }
  }

  @Test
  void reAsksForTheInvalidPartInEveryMode() {
    for (ResponseMode mode : ResponseMode.values()) {
      try (var provider = SimulatedProvider.start();
          var client = client(provider)) {
        var agent = agent(client).mode(mode).reAsk(ReAskScope.PART).build();

        RunResult<Story> result = agent.call(HELLO);

        assertThat(result.attempts()).as(mode.name()).isEqualTo(2);
        assertThat(result.output().text()).as(mode.name()).isNotEmpty();
        assertThat(provider.requests().get(1).body())
            .as(mode.name())
            .contains("value_1")
            .doesNotContain(result.output().text());
      }
    }
  }

  @Test
  void aPartialReAskUsesAtMost40PercentOfTheTokens() {
    long complete = reAskTokens(ReAskScope.WHOLE);
    long part = reAskTokens(ReAskScope.PART);

    assertThat((double) part / complete).isLessThanOrEqualTo(0.40);
  }

  private static long reAskTokens(ReAskScope scope) {
    try (var provider = SimulatedProvider.start();
        var client = client(provider)) {
      long singleAttempt = agent(client, 0).build().call(HELLO).usage().totalTokens();
      RunResult<Story> withReAsk = agent(client, 1).reAsk(scope).build().call(HELLO);
      assertThat(withReAsk.output().text().length()).isGreaterThanOrEqualTo(2_000);
      return withReAsk.usage().totalTokens() - singleAttempt;
    }
  }

  private static AtomicAgentBuilder<BasicChatInput, Story> agent(OpenAi client) {
    return agent(client, 1);
  }

  /** Returns a builder of an agent that rejects the first titles. */
  private static AtomicAgentBuilder<BasicChatInput, Story> agent(
      OpenAi client, int rejectedTitles) {
    var titles = new AtomicInteger();
    return AtomicAgent.builder(BasicChatInput.class, Story.class, client.model("gpt-5-mini"))
        .check("$.title", story -> titles.incrementAndGet() > rejectedTitles, "another title");
  }

  private static JsonNode messages(SimulatedProvider provider, int request) {
    return WireJson.JsonTreeReader.MAPPER
        .readTree(provider.requests().get(request).body())
        .get("messages");
  }

  private static OpenAi client(SimulatedProvider provider) {
    return OpenAi.builder().baseUrl(provider.baseUrl()).apiKey(ApiKey.of("k")).build();
  }

  @Description("A story")
  record Story(
      @Description("What it is called") String title,
      @Size(min = 2_000, max = 2_100) String text) {}
}
