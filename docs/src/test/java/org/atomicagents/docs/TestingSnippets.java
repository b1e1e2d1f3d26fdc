package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.anthropic.Anthropic;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.TruncatedException;
import org.atomicagents.gemini.Gemini;
import org.atomicagents.http.ApiKey;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.openai.Provider;
import org.atomicagents.testing.BatchPlan;
import org.atomicagents.testing.Fault;
import org.atomicagents.testing.FaultPlan;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;

class TestingSnippets {

  // @start region="scripted"
  @Test
  void remembersTheName() {
    var script =
        ScriptedModel.answering("{\"chat_message\":\"Hi Ada!\"}", "{\"chat_message\":\"Ada.\"}");
    var agent = AtomicAgent.of(script.model());
    var options = RunOptions.history(ChatHistory.unbounded());

    agent.run(new BasicChatInput("I am Ada."), options);
    BasicChatOutput output = agent.run(new BasicChatInput("Who am I?"), options);

    assertThat(output.chatMessage()).isEqualTo("Ada.");
    assertThat(script.lastRequest().messages())
        .contains(
            Message.user("{\"chat_message\":\"I am Ada.\"}"),
            Message.assistant("{\"chat_message\":\"Hi Ada!\"}"));
  }

  // @end

  @Test
  void scriptedResponses() {
    // @start region="scripted-responses"
    var broken =
        TransportException.of("The connection was reset.", TransportException.Stage.RESPONSE, null);
    var script =
        ScriptedModel.of(
            ScriptedResponse.text("{\"chat_message\":\"hi\"}").withUsage(Usage.of(12, 5)),
            ScriptedResponse.text("{\"chat_mes").withFinish(FinishReason.LENGTH),
            ScriptedResponse.text("{\"chat_").withChunkSize(2).withFailure(broken),
            ScriptedResponse.refusal("I'd rather not."));
    // @end
    var once = RunLimits.defaults().withMaxAttempts(1);
    var agent = AtomicAgent.builder(script.model()).limits(once).build();
    var hello = new BasicChatInput("hello");
    assertThat(agent.call(hello).usage()).isEqualTo(Usage.of(12, 5));
    assertThatThrownBy(() -> agent.run(hello)).isInstanceOf(TruncatedException.class);
    assertThatThrownBy(() -> agent.run(hello)).isSameAs(broken);
    assertThatThrownBy(() -> agent.run(hello)).hasMessageContaining("I'd rather not.");
  }

  @Test
  void scriptedResponseFromTheRequest() {
    // @start region="scripted-by"
    var echo =
        ScriptedModel.by(request -> ScriptedResponse.text(request.messages().getLast().text()));
    // @end
    var answer = AtomicAgent.of(echo.model()).run(new BasicChatInput("hello"));
    assertThat(answer.chatMessage()).isEqualTo("hello");
  }

  // @start region="simulated"
  @Test
  void respondsOverARealConnection() {
    try (var provider = SimulatedProvider.start();
        var client = OpenAi.at(provider.baseUrl())) {
      var agent = AtomicAgent.of(client.model("any-name"));

      BasicChatOutput output = agent.run(new BasicChatInput("hello"));

      assertThat(output.chatMessage()).isNotBlank();
      assertThat(provider.requests()).hasSize(1);
    }
  }

  // @end

  @Test
  void speaksTheProtocolsOfThreeProviders() {
    // @start region="simulated-protocols"
    try (var provider = SimulatedProvider.start();
        var openAi = OpenAi.at(provider.baseUrl());
        var claude = Anthropic.at(provider.serverUrl());
        var gemini = Gemini.at(provider.serverUrl())) {
      for (Model model :
          List.of(
              openAi.model("gpt-5-mini"),
              claude.model("claude-sonnet-5-5"),
              gemini.model("gemini-3.8-flash"))) {
        BasicChatOutput output = AtomicAgent.of(model).run(new BasicChatInput("hello"));

        assertThat(output.chatMessage()).isNotBlank();
      }
    }
    // @end
  }

  @Test
  void simulatesBatchesWithFaultsOfItems() {
    // @start region="simulated-batches"
    var provider =
        SimulatedProvider.builder()
            .batches(
                BatchPlan.ofDefaults()
                    .withPolls(3)
                    .withItemFault(0, Fault.status(500))
                    .withItemFault(1, Fault.malformedJson())
                    .withExpiredShare(0.1))
            .start();
    // @end

    assertThat(provider.activeRequests()).isZero();
    provider.close();
  }

  @Test
  void simulatedOptions() {
    // @start region="simulated-options"
    var provider =
        SimulatedProvider.builder()
            .seed(42)
            .firstTokenDelay(Duration.ofMillis(20))
            .tokensPerSecond(2_000)
            .models("gpt-5-mini")
            .apiKey("not-a-real-key")
            .start();
    // @end
    try (provider;
        var client = client(provider.baseUrl())) {
      var agent = AtomicAgent.of(client.model("gpt-5-mini").withModes(ResponseMode.JSON_SCHEMA));

      List<String> outputs =
          List.of(
              agent.run(new BasicChatInput("hello")).chatMessage(),
              agent.run(new BasicChatInput("hello")).chatMessage());

      assertThat(outputs.getFirst()).isEqualTo(outputs.getLast());
      assertThat(client.models(Duration.ofSeconds(30))).containsExactly("gpt-5-mini");
    }
  }

  @Test
  void clientSettings() {
    try (var provider = SimulatedProvider.builder().apiKey("not-a-real-key").start();
        var pool = ConnectionPool.builder().build()) {
      // @start region="client-settings"
      var client =
          OpenAi.builder(Provider.OPENAI)
              .baseUrl(provider.baseUrl())
              .apiKey(ApiKey.of("not-a-real-key"))
              .pool(pool)
              .retry(RetryPolicy.none())
              .build();
      // @end
      try (client) {
        var agent = AtomicAgent.of(client.model("gpt-5-mini"));
        assertThat(agent.run(new BasicChatInput("hello")).chatMessage()).isNotBlank();
      }
    }
  }

  @Test
  void faultsOnDemand() throws Exception {
    try (var provider = SimulatedProvider.start()) {
      // @start region="faults-on-demand"
      provider.fail(Fault.rateLimited(Duration.ofSeconds(2)), Fault.droppedInBody());
      // @end
      assertThat(models(provider).headers().firstValue("retry-after")).hasValue("2");
      assertThatThrownBy(() -> models(provider)).isInstanceOf(IOException.class);
      assertThat(models(provider).statusCode()).isEqualTo(200);
      assertThat(provider.injectedFaults())
          .isEqualTo(Map.of(Fault.rateLimited(Duration.ofSeconds(2)), 1, Fault.droppedInBody(), 1));
    }
  }

  @Test
  void faultsBySeed() {
    // @start region="faults-by-seed"
    var provider =
        SimulatedProvider.builder()
            .faults(
                FaultPlan.seeded(42)
                    .with(Fault.rateLimited(), 0.05)
                    .with(Fault.status(500), 0.02)
                    .with(Fault.hanging(), 0.01))
            .start();
    // @end
    try (provider) {
      assertThat(provider.injectedFaults()).isEmpty();
    }
  }

  private static HttpResponse<String> models(SimulatedProvider provider) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(provider.baseUrl() + "/models")).build();
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  private static OpenAi client(URI baseUrl) {
    return OpenAi.builder(Provider.OPENAI)
        .baseUrl(baseUrl)
        .apiKey(ApiKey.of("not-a-real-key"))
        .build();
  }
}
