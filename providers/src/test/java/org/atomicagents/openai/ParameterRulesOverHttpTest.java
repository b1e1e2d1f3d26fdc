package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.family.ModelFamilies;
import org.atomicagents.http.ApiKey;
import org.atomicagents.internal.http.LoopbackServer;
import org.atomicagents.message.Message;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.Sampling;
import org.atomicagents.model.ToolSpec;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests of requests whose parameters the family of the model does not accept. */
class ParameterRulesOverHttpTest {
  private static final Sampling TEMPERATURE = Sampling.defaults().withTemperature(0.5);
  private static final ToolSpec TOOL = new ToolSpec("search", "Searches", "{\"type\":\"object\"}");

  /** A sent request, with the parameters that were changed. */
  private record Sent(JsonNode body, List<AgentEvent.ParametersAdjusted> adjusted) {}

  @Test
  void laterChatVariantsAlwaysReasonAndRefuseSampling() throws Exception {
    for (String model : List.of("gpt-5.1-chat-latest", "gpt-5.2-chat-latest", "gpt-5.3-chat")) {
      Sent sent = chat(model, TEMPERATURE);

      assertThat(sent.body().has("temperature")).as(model).isFalse();
      assertThat(sent.body().path("messages").path(0).path("role").asString())
          .isEqualTo("developer");
      assertThat(sent.adjusted())
          .containsExactly(
              new AgentEvent.ParametersAdjusted(
                  "standalone", model, List.of("temperature"), Map.of()));
    }
    Sent sent = chat("gpt-5-chat-latest", TEMPERATURE);
    assertThat(sent.body().path("temperature").asDouble()).isEqualTo(0.5);
    assertThat(sent.adjusted()).isEmpty();
  }

  @Test
  void samplingIsAcceptedWithoutReasoning() throws Exception {
    for (String model : List.of("gpt-5.1", "gpt-5.2", "gpt-5.4-mini")) {
      assertThat(chat(model, TEMPERATURE).body().path("temperature").asDouble())
          .as(model)
          .isEqualTo(0.5);
      assertThat(chat(model, TEMPERATURE.withReasoningEffort("low")).body().has("temperature"))
          .as(model)
          .isFalse();
    }
    for (String model : List.of("gpt-5.5", "gpt-5.6", "gpt-6-sol", "gpt-6-luna")) {
      assertThat(chat(model, TEMPERATURE).body().has("temperature")).as(model).isFalse();
      assertThat(chat(model, TEMPERATURE.withReasoningEffort("none")).body().has("temperature"))
          .as(model)
          .isTrue();
    }
  }

  @Test
  void anOmittedParameterIsReportedWithEveryRequest() throws Exception {
    Sampling sampling = TEMPERATURE.withTopP(0.9).withStop("END").withSeed(7);

    assertThat(responses("gpt-5.6", sampling, null).adjusted())
        .containsExactly(
            new AgentEvent.ParametersAdjusted(
                "standalone",
                "gpt-5.6",
                List.of("temperature", "top_p", "stop", "seed"),
                Map.of()));
    assertThat(responses("gpt-5.6", Sampling.defaults(), null).adjusted()).isEmpty();
  }

  @Test
  void anEffortThatTheFamilyRefusesIsAnError() {
    assertRefused("gpt-5.6", "minimal", "[none, low, medium, high, xhigh, max]");
    assertRefused("gpt-5.1", "minimal", "[none, low, medium, high]");
    assertRefused("gpt-6-astra", "none", "[low, medium, high, xhigh, max]");
    assertRefused("gpt-6.1-sol", "none", "[low, medium, high, xhigh, max]");
    assertRefused("gpt-6.2-sol", "none", "[low, medium, high, xhigh, max]");
    assertRefused("gpt-5.2-chat-latest", "low", "[medium]");
    assertRefused("gpt-5-pro", "low", "[high]");
  }

  @Test
  void theHighestEffortIsAcceptedInOneProtocolOnly() throws Exception {
    Sampling max = Sampling.defaults().withReasoningEffort("max");

    assertThat(
            responses("gpt-6.2-sol", max, null).body().path("reasoning").path("effort").asString())
        .isEqualTo("max");
    assertThatThrownBy(() -> chat("gpt-6.2-sol", max))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("expected one of [low, medium, high, xhigh]");
  }

  @Test
  void anEffortOfAModelWithoutReasoningIsOmitted() throws Exception {
    Sent sent = chat("gpt-4o", Sampling.defaults().withReasoningEffort("low"));

    assertThat(sent.body().has("reasoning_effort")).isFalse();
    assertThat(sent.adjusted())
        .containsExactly(
            new AgentEvent.ParametersAdjusted(
                "standalone", "gpt-4o", List.of("reasoning_effort"), Map.of()));
  }

  @Test
  void functionToolsInChatTurnReasoningOffWhereThatIsPossible() throws Exception {
    for (String model : List.of("gpt-5.5", "gpt-5.6-luna", "gpt-6-sol")) {
      Sent sent = send(model, false, Sampling.defaults(), ResponseMode.TOOL_CALL);

      assertThat(sent.body().path("reasoning_effort").asString()).as(model).isEqualTo("none");
      assertThat(sent.adjusted())
          .containsExactly(
              new AgentEvent.ParametersAdjusted(
                  "standalone", model, List.of(), Map.of("reasoning_effort", "none")));
    }
    assertThat(
            send("gpt-5.4", false, Sampling.defaults(), ResponseMode.TOOL_CALL)
                .body()
                .has("reasoning_effort"))
        .isFalse();
    assertThat(send("gpt-5-mini", false, Sampling.defaults(), ResponseMode.TOOL_CALL).adjusted())
        .isEmpty();
  }

  @Test
  void samplingIsAcceptedOnceReasoningIsTurnedOff() throws Exception {
    Sent sent = send("gpt-5.6", false, TEMPERATURE, ResponseMode.TOOL_CALL);

    assertThat(sent.body().path("temperature").asDouble()).isEqualTo(0.5);
    assertThat(sent.body().path("reasoning_effort").asString()).isEqualTo("none");
  }

  @Test
  void functionToolsInChatAreAnErrorWithAnotherEffort() {
    assertThatThrownBy(() ->
            send(
                "gpt-5.4",
                false,
                Sampling.defaults().withReasoningEffort("low"),
                ResponseMode.TOOL_CALL))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            Model 'gpt-5.4' does not accept function tools with the reasoning effort 'low' in this \
            protocol.
            Use OpenAi.responses, another response mode, or another reasoning effort.\
            """);
  }

  @Test
  void functionToolsInChatAreAnErrorIfReasoningCannotBeTurnedOff() {
    for (String model : List.of("gpt-6-astra", "gpt-6.1-sol", "gpt-6.2-astra")) {
      assertThatThrownBy(() -> send(model, false, Sampling.defaults(), ResponseMode.TOOL_CALL))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageStartingWith(
              "Model '%s' does not accept function tools with the reasoning effort of its default"
                  .formatted(model));
    }
  }

  @Test
  void functionToolsAreAcceptedByTheResponsesApi() throws Exception {
    Sampling low = Sampling.defaults().withReasoningEffort("low");
    Sent sent = responses("gpt-6.2-sol", low, TOOL);

    assertThat(sent.body().path("tools").path(0).path("name").asString()).isEqualTo("search");
    assertThat(sent.adjusted()).isEmpty();
  }

  @Test
  void anOptionThatTheFamilyRefusesIsAnErrorOfTheModel() {
    var defaults = ResponsesOptions.ofDefaults();
    try (var client = OpenAi.of(Provider.OPENAI, ApiKey.of("k"))) {
      assertThatThrownBy(() ->
              client.responses(
                  "gpt-4o", defaults.withReasoningSummary(ResponsesOptions.ReasoningSummary.AUTO)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              """
              Model 'gpt-4o' does not accept a reasoning summary.
              Change the ResponsesOptions, or the family of the model with OpenAi.Builder.families.\
              """);
      assertThatThrownBy(
              () -> client.responses("o3", defaults.withVerbosity(ResponsesOptions.Verbosity.LOW)))
          .hasMessageStartingWith("Model 'o3' does not accept a verbosity.");
      assertThatThrownBy(() -> client.responses("gpt-5.5", defaults.withCacheBreakpoints(true)))
          .hasMessageStartingWith("Model 'gpt-5.5' does not accept cache breakpoints.");
      assertThat(client.responses("gpt-5.6", defaults.withCacheBreakpoints(true)).name())
          .isEqualTo("gpt-5.6");
    }
  }

  @Test
  void noModeOfAFamilyIsOneThatItRefuses() {
    try (var client = OpenAi.of(Provider.OPENAI, ApiKey.of("k"))) {
      assertThat(client.chat("gpt-6.2-sol").capabilities().modes())
          .doesNotContain(ResponseMode.TOOL_CALL);
      assertThat(client.responses("gpt-6.2-sol").capabilities().modes())
          .contains(ResponseMode.TOOL_CALL);
      assertThat(client.chat("gpt-5.6").capabilities().modes())
          .startsWith(ResponseMode.JSON_SCHEMA);
    }
  }

  @Test
  void theProtocolIsThatOfTheFamilyAtOpenAiOnly() {
    try (var client = OpenAi.of(Provider.OPENAI, ApiKey.of("k"));
        var gateway =
            OpenAi.builder().baseUrl(URI.create("https://gw/v1")).apiKey(ApiKey.of("k")).build()) {
      for (String model :
          List.of("gpt-5.4", "gpt-5.6-sol", "gpt-6-luna", "gpt-6.2-sol", "gpt-5-pro", "gpt-7")) {
        assertThat(client.model(model).client()).as(model).isInstanceOf(ResponsesClient.class);
        assertThat(gateway.model(model).client()).as(model).isSameAs(gateway);
      }
      for (String model : List.of("gpt-4o", "gpt-5-mini", "gpt-5.2", "o3", "gpt-5.2-chat-latest")) {
        assertThat(client.model(model).client()).as(model).isSameAs(client);
      }
      assertThat(client.responses("gpt-4o").client()).isInstanceOf(ResponsesClient.class);
      assertThat(client.chat("gpt-5.6").client()).isSameAs(client);
    }
  }

  @Test
  void familiesOfTheApplicationApplyFirst() throws Exception {
    var families =
        ModelFamilies.parse(
            """
            {"openai": [{"models": ["gpt-5*"], "modes": ["JSON_OBJECT"], "refused": ["seed"],
              "protocols": {"responses": {}}}]}\
            """,
            "ours");
    try (var client =
        OpenAi.builder()
            .baseUrl(URI.create("https://gw/v1"))
            .apiKey(ApiKey.of("k"))
            .families(families)
            .build()) {
      Model model = client.model("gpt-5-mini");

      assertThat(model.client()).isInstanceOf(ResponsesClient.class);
      assertThat(model.capabilities().modes()).containsExactly(ResponseMode.JSON_OBJECT);
      assertThat(model.rules().accepts("seed")).isFalse();
      assertThat(model.rules().accepts("temperature")).isTrue();
      assertThat(client.model("gpt-4o").client()).isSameAs(client);
    }
  }

  private static void assertRefused(String model, String effort, String accepted) {
    assertThatThrownBy(
            () -> responses(model, Sampling.defaults().withReasoningEffort(effort), null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            Model '%s' does not accept the reasoning effort '%s': expected one of %s.
            Change Sampling.withReasoningEffort, or the rules of the model with Model.withRules.\
            """
                .formatted(model, effort, accepted));
  }

  private static Sent chat(String model, Sampling sampling) throws Exception {
    return send(model, false, sampling, ResponseMode.JSON_SCHEMA);
  }

  private static Sent responses(String model, Sampling sampling, ToolSpec tool) throws Exception {
    return send(model, true, sampling, tool == null ? null : ResponseMode.TOOL_CALL);
  }

  private static Sent send(String name, boolean isResponses, Sampling sampling, ResponseMode mode)
      throws Exception {
    String answer =
        isResponses
            ? "{\"status\":\"completed\",\"output\":[]}"
            : "{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}";
    try (var server = LoopbackServer.answering(200, "application/json", answer);
        var client = OpenAi.builder().baseUrl(server.uri("/v1")).apiKey(ApiKey.of("k")).build()) {
      Model model = isResponses ? client.responses(name) : client.chat(name);
      var adjusted = new ArrayList<AgentEvent.ParametersAdjusted>();
      var format = mode == null ? null : new OutputFormat(mode, "Out", "", "{\"type\":\"object\"}");
      ModelRequest request =
          ModelRequest.of(name, List.of(Message.system("S"), Message.user("Hi")))
              .withModel(model)
              .withSampling(sampling)
              .withTools(isResponses && mode != null ? List.of(TOOL) : List.of())
              .withOutput(format);
      model.open(request, context(adjusted)).close();
      return new Sent(JsonMapper.builder().build().readTree(server.takeRequest().body()), adjusted);
    }
  }

  private static RunContext context(List<AgentEvent.ParametersAdjusted> adjusted) {
    return new RunContext(
        "standalone",
        Deadline.none(),
        Budget.unlimited(),
        1,
        Listeners.none().with(AgentEvent.ParametersAdjusted.class, adjusted::add),
        new Timings.Recorder(TimeSource.system()));
  }
}
