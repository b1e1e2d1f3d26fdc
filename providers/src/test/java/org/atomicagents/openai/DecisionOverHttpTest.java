package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomicagents.AtomicAgent;
import org.atomicagents.Decision;
import org.atomicagents.DecisionAgent;
import org.atomicagents.DecisionDistribution;
import org.atomicagents.RunOptions;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.http.ApiKey;
import org.atomicagents.internal.http.LoopbackServer;
import org.atomicagents.internal.provider.RecordedResponse;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelEvent.TokenProbability;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.Sampling;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;

/** Tests of decisions in chat completions and in the Responses API. */
class DecisionOverHttpTest {
  private static final Mail MAIL = new Mail("You won a prize!");

  @Description("A mail")
  record Mail(@Description("The text") String text) {}

  enum Category {
    ADVERT,
    WORK,
    PRIVATE
  }

  @Description("An assessment")
  record Assessment(
      @Description("Whether it is spam") boolean isSpam,
      @Description("The category") Category category,
      @Description("The stars") @Min(1) @Max(5) int stars) {}

  @Test
  void bothProtocolsReturnProbabilities() {
    try (var provider = SimulatedProvider.start();
        var client = client(provider)) {
      for (Model model : List.of(client.chat("gpt-4o"), client.responses("gpt-4o"))) {
        Decision<Assessment> decision = agent(model).run(MAIL);

        assertThat(decision.distributions()).containsOnlyKeys("$.isSpam", "$.category", "$.stars");
        assertThat(decision.minProbability()).isBetween(0.5, 1.0);
        DecisionDistribution category = decision.distribution("category").orElseThrow();
        assertThat(category.value()).isEqualTo(decision.value().category().name());
        assertThat(category.probabilities()).containsOnlyKeys("ADVERT", "WORK", "PRIVATE");
        assertThat(category.unknown()).isEqualTo(0, within(1e-9));
      }
      assertThat(provider.requests().getFirst().body())
          .contains("\"type\":\"json_schema\"", "\"logprobs\":true,\"top_logprobs\":20");
      assertThat(provider.requests().getLast().body())
          .contains(
              "\"type\":\"json_schema\"",
              "\"top_logprobs\":20",
              "\"include\":[\"message.output_text.logprobs\"]");
    }
  }

  @Test
  void streamsContainTheSameTokensAsCompleteResponses() {
    try (var provider = SimulatedProvider.start();
        var client = client(provider)) {
      for (Model model : List.of(client.chat("gpt-4o"), client.responses("gpt-4o"))) {
        ModelRequest request =
            agent(model).prepare(MAIL, RunOptions.defaults()).request().withModel(model);

        List<ModelEvent> complete = events(model, request);
        List<ModelEvent> streamed = events(model, request.withStream(true));

        assertThat(tokens(streamed)).isNotEmpty().isEqualTo(tokens(complete));
        assertThat(tokens(streamed).stream().map(TokenProbability::text).toList())
            .hasSizeGreaterThan(3)
            .satisfies(texts -> assertThat(String.join("", texts)).isEqualTo(text(streamed)));
      }
    }
  }

  @Test
  void otherRequestsAskForNoProbabilities() {
    try (var provider = SimulatedProvider.start();
        var client = client(provider)) {
      agent(client.chat("gpt-4o")).agent().run(MAIL);
      agent(client.responses("gpt-4o")).agent().run(MAIL);

      assertThat(provider.requests())
          .allSatisfy(request -> assertThat(request.body()).doesNotContain("logprobs"));
    }
  }

  @Test
  void theSimulatorRejectsAlternativesWithoutProbabilities() {
    try (var provider = SimulatedProvider.start();
        var client = client(provider)) {
      var options =
          RunOptions.defaults().withSampling(Sampling.defaults().withExtra("top_logprobs", "5"));

      assertThatThrownBy(() -> agent(client.chat("gpt-4o")).agent().run(MAIL, options))
          .isInstanceOf(BadRequestException.class)
          .hasMessageContaining("top_logprobs': expected logprobs to be true.");
    }
  }

  @Test
  void modelsThatAlwaysReasonGiveDecisionsWithoutProbabilities() {
    try (var provider = SimulatedProvider.start();
        var client = client(provider)) {
      List<AgentEvent> events = run(client.chat("gpt-5-mini"), Sampling.defaults());

      assertThat(events)
          .contains(
              new AgentEvent.ProbabilitiesMissing(
                  "Assessment",
                  "gpt-5-mini",
                  "the response modes of the model do not contain DECISION"));
      assertThat(provider.requests().getFirst().body())
          .contains("json_schema")
          .doesNotContain("logprobs");
    }
  }

  @Test
  void probabilitiesAreLeftOutWhileAModelReasons() {
    try (var provider = SimulatedProvider.start();
        var client = client(provider)) {
      Model model = client.chat("gpt-5.1");

      List<AgentEvent> low = run(model, Sampling.defaults().withReasoningEffort("low"));
      List<AgentEvent> none = run(model, Sampling.defaults().withReasoningEffort("none"));

      assertThat(low)
          .contains(
              new AgentEvent.ParametersAdjusted(
                  "Assessment", "gpt-5.1", List.of("logprobs"), Map.of()));
      assertThat(low).hasAtLeastOneElementOfType(AgentEvent.ProbabilitiesMissing.class);
      assertThat(provider.requests().getFirst().body())
          .contains("json_schema")
          .doesNotContain("logprobs");
      assertThat(none).doesNotHaveAnyElementsOfTypes(AgentEvent.ProbabilitiesMissing.class);
      assertThat(provider.requests().getLast().body()).contains("\"logprobs\":true");
    }
  }

  @Test
  void aRefusedParameterIsLeftOutFromThenOn() throws Exception {
    String error =
        "{\"error\":{\"message\":\"Unsupported parameter: 'logprobs' is not supported with this"
            + " model.\",\"code\":\"unsupported_parameter\"}}";
    String response =
        "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"{\\\"isSpam\\\":true,\\\"category\\\":\\\"WORK\\\",\\\"stars\\\":1}\"},\"finish_reason\":\"stop\"}]}";
    try (var server =
            LoopbackServer.start((request, peer) -> {
              boolean isRefused = request.body().contains("logprobs");
              peer.respond(isRefused ? 400 : 200, "application/json", isRefused ? error : response);
            });
        var client = OpenAi.builder(Provider.of("test", server.uri("/v1"))).build()) {
      Model model = client.model("m").withModes(ResponseMode.JSON_SCHEMA, ResponseMode.DECISION);

      List<AgentEvent> first = run(model, Sampling.defaults());
      List<AgentEvent> second = run(model, Sampling.defaults());

      assertThat(first)
          .filteredOn(AgentEvent.ModeRefused.class::isInstance)
          .singleElement()
          .satisfies(event -> {
            var refused = (AgentEvent.ModeRefused) event;
            assertThat(refused.refused()).isEqualTo(ResponseMode.DECISION);
            assertThat(refused.next()).isEqualTo(ResponseMode.JSON_SCHEMA);
          });
      assertThat(second).doesNotHaveAnyElementsOfTypes(AgentEvent.ModeRefused.class);
      assertThat(server.requests()).isEqualTo(3);
    }
  }

  @Test
  void readsRecordedProbabilities() throws Exception {
    List<RecordedResponse> recordings =
        RecordedResponse.all("openai-responses").stream()
            .filter(recording -> recording.name().contains("with_responses_logprobs"))
            .toList();
    assertThat(recordings).hasSize(2);
    for (RecordedResponse recording : recordings) {
      try (var server =
              LoopbackServer.answering(
                  recording.status(), recording.contentType(), recording.body());
          var client = OpenAi.builder(Provider.of("test", server.uri("/v1"))).build()) {
        Model model =
            client
                .responses("gpt-4o-mini")
                .withModes(ResponseMode.JSON_SCHEMA, ResponseMode.DECISION);
        ModelRequest request =
            agent(model)
                .prepare(MAIL, RunOptions.defaults())
                .request()
                .withStream(recording.stream());

        List<ModelEvent> events = events(model, request);

        List<TokenProbability> tokens = tokens(events);
        assertThat(String.join("", tokens.stream().map(TokenProbability::text).toList()))
            .isEqualTo(text(events))
            .isEqualTo("The capital of Minas Gerais is Belo Horizonte.");
        assertThat(tokens).hasSize(9).allMatch(token -> token.probability() > 0.99);
      }
    }
  }

  @Test
  void malformedTokensHaveNoProbability() {
    String json =
        """
        [{"token":"a","logprob":-9999.0,"bytes":null,"top_logprobs":null},
         {"token":"b","logprob":null,"bytes":[98,256],"top_logprobs":[1,{"token":"c","logprob":0.5}]},
         {"token":5,"logprob":"x","bytes":[195,188],"top_logprobs":{"a":[1]}}, 7, null, [1],
         {"token":"d","logprob":-1e999,"bytes":[-1],
          "top_logprobs":[{"token":"e","logprob":0,"top_logprobs":[{"token":"f"}]}]}]
        """;

    assertThat(TokenProbabilityReader.read(json))
        .containsExactly(
            TokenProbability.of("a", 0),
            TokenProbability.of("b", 0).withAlternatives(List.of(TokenProbability.of("c", 1))),
            TokenProbability.of("\u00fc", 0),
            TokenProbability.of("d", 0).withAlternatives(List.of(TokenProbability.of("e", 1))));
  }

  @Test
  void identicalChunksWithProbabilitiesAreAllRead() {
    var reader = new ChatResponseReader("test", "m", Map.of(), true);
    byte[] chunk =
        "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"logprobs\":{\"content\":[{\"token\":\"a\",\"logprob\":0}]}}]}"
            .getBytes(StandardCharsets.UTF_8);

    for (int i = 0; i < 3; i++) {
      reader.read(chunk, chunk.length);
    }

    assertThat(tokens(List.copyOf(reader.events()))).hasSize(3);
    assertThat(text(List.copyOf(reader.events()))).isEqualTo("aaa");
  }

  private static List<AgentEvent> run(Model model, Sampling sampling) {
    var events = new ArrayList<AgentEvent>();
    agent(model).run(MAIL, RunOptions.defaults().withSampling(sampling).withListener(events::add));
    return events;
  }

  private static List<ModelEvent> events(Model model, ModelRequest request) {
    var events = new ArrayList<ModelEvent>();
    try (ModelExchange exchange = model.client().open(request, RunContext.standalone())) {
      exchange.iterator().forEachRemaining(events::add);
    }
    return events;
  }

  private static List<TokenProbability> tokens(List<ModelEvent> events) {
    return events.stream()
        .filter(ModelEvent.TextProbabilities.class::isInstance)
        .flatMap(event -> ((ModelEvent.TextProbabilities) event).tokens().stream())
        .toList();
  }

  private static String text(List<ModelEvent> events) {
    var text = new StringBuilder();
    for (ModelEvent event : events) {
      if (event instanceof ModelEvent.TextDelta delta) {
        text.append(delta.text());
      }
    }
    return text.toString();
  }

  private static DecisionAgent<Mail, Assessment> agent(Model model) {
    return DecisionAgent.of(AtomicAgent.of(Mail.class, Assessment.class, model));
  }

  private static OpenAi client(SimulatedProvider provider) {
    return OpenAi.builder().baseUrl(provider.baseUrl()).apiKey(ApiKey.of("k")).build();
  }
}
