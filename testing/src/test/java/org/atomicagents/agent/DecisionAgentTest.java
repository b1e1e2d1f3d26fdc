package org.atomicagents.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomicagents.AtomicAgent;
import org.atomicagents.Decision;
import org.atomicagents.DecisionAgent;
import org.atomicagents.DecisionDistribution;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.OverlapPolicy;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.message.FinishReason;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelEvent.TokenProbability;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.Test;

class DecisionAgentTest {
  private static final Mail MAIL = new Mail("You won!");
  private static final TokenProbability URGENT =
      token("\"URG", 0.6, token("\"URG", 0.6), token("\"LOW\"", 0.3), token(" ", 0.05));
  private static final List<TokenProbability> TOKENS =
      List.of(
          token("{\"isSpam", 1),
          token("\":true", 0.9, token("\":true", 0.9), token("\":false", 0.08), token("?", 0.02)),
          token(",\"details\":{\"urgency\":", 1),
          URGENT,
          token("ENT\"", 1),
          token(",\"stars\":", 1),
          token("1", 0.5, token("1", 0.5), token("2", 0.25), token("x", 0.25)),
          token("0", 0.75, token("0", 0.75), token("}", 0.25)),
          token("}}", 1));

  @Description("A mail")
  record Mail(@Description("The text") String text) {}

  enum Urgency {
    LOW,
    URGENT
  }

  @Description("Details")
  record Details(
      @Description("How urgent it is") Urgency urgency,
      @Description("The stars") @Min(1) @Max(10) int stars) {}

  @Description("An assessment")
  record Assessment(
      @Description("Whether it is spam") boolean isSpam,
      @Description("The details") Details details) {}

  @Description("A text")
  record Text(@Description("The text") String text, @Description("Tags") List<Urgency> tags) {}

  @Test
  void returnsTheProbabilitiesOfTheComponents() {
    var script = ScriptedModel.of(response(TOKENS));

    Decision<Assessment> decision = agent(script.model()).run(MAIL);

    assertThat(decision.value()).isEqualTo(new Assessment(true, new Details(Urgency.URGENT, 10)));
    assertThat(decision.components())
        .containsExactly("$.isSpam", "$.details.urgency", "$.details.stars");
    assertThat(decision.probability("isSpam").orElseThrow()).isEqualTo(0.9 / 0.98, within(1e-9));
    DecisionDistribution urgency = decision.distribution("$.details.urgency").orElseThrow();
    // White space before the value, and tokens that were not returned, are unknown.
    assertThat(urgency.value()).isEqualTo("URGENT");
    assertThat(urgency.probability("URGENT")).isEqualTo(0.6, within(1e-9));
    assertThat(urgency.probability("LOW")).isEqualTo(0.3, within(1e-9));
    assertThat(urgency.unknown()).isEqualTo(0.1, within(1e-9));
    assertThat(urgency.upperBound("LOW")).isEqualTo(0.4, within(1e-9));
    assertThat(urgency.shareOfKnown("LOW")).isEqualTo(1 / 3.0, within(1e-9));
    DecisionDistribution stars = decision.distribution("details.stars").orElseThrow();
    assertThat(stars.probability()).isEqualTo(0.5 / 0.75 * 0.75, within(1e-9));
    assertThat(stars.probability("1")).isEqualTo(0.5 / 0.75 * 0.25, within(1e-9));
    assertThat(stars.probability("2")).isEqualTo(0.25 / 0.75, within(1e-9));
    assertThat(stars.unknown()).isEqualTo(0, within(1e-9));
    assertThat(decision.minProbability()).isEqualTo(0.5, within(1e-9));
    assertThat(script.lastRequest().output().mode()).isEqualTo(ResponseMode.DECISION);
  }

  @Description("An assessment that may have no urgency")
  record Uncertain(
      @Description("How urgent it is") Urgency urgency,
      @Description("How urgent it was") Optional<Urgency> earlier,
      @Description("How urgent it will be") Optional<Urgency> later) {}

  @Test
  void theAbsenceOfAnOptionalEnumIsAValue() {
    var tokens =
        List.of(
            token("{\"urgency\":\"LOW\",\"earlier\":", 1),
            token("\"LOW\"", 0.5, token("\"LOW\"", 0.5), token("null", 0.4)),
            token(",\"later\":", 1),
            token("null", 0.7, token("null", 0.7), token("\"URGENT\"", 0.2)),
            token("}", 1));
    DecisionAgent<Mail, Uncertain> agent =
        DecisionAgent.of(
            AtomicAgent.of(
                Mail.class, Uncertain.class, ScriptedModel.of(response(tokens)).model()));

    Decision<Uncertain> decision = agent.run(MAIL);

    assertThat(decision.distribution("earlier").orElseThrow().probabilities())
        .containsExactlyInAnyOrderEntriesOf(Map.of("LOW", 0.5, "URGENT", 0.0, "null", 0.4));
    assertThat(decision.distribution("later").orElseThrow().probability()).isEqualTo(0.7);
  }

  @Test
  void findsTheTextAmongTokensAroundIt() {
    var tokens = new ArrayList<TokenProbability>();
    tokens.add(token("<think>{\"isSpam\":false}</think>```json\n", 1));
    tokens.addAll(TOKENS);
    tokens.add(token("\n```", 1));
    tokens.add(token("", 1));

    Decision<Assessment> decision =
        agent(ScriptedModel.of(response(text(TOKENS), tokens)).model()).run(MAIL);

    assertThat(decision.probability("isSpam").orElseThrow()).isEqualTo(0.9 / 0.98, within(1e-9));
  }

  @Test
  void anEnumByItselfIsADecision() {
    List<TokenProbability> tokens =
        List.of(
            token("{\"value\":\"", 1),
            token("LOW", 0.7, token("LOW", 0.7), token("UR", 0.3)),
            token("\"}", 1));
    Model model = ScriptedModel.of(response(tokens)).model();

    Decision<Urgency> decision =
        DecisionAgent.of(AtomicAgent.of(Mail.class, Schema.of(Urgency.class), model)).run(MAIL);

    assertThat(decision.components()).containsExactly("$");
    assertThat(decision.distribution("$").orElseThrow().probabilities())
        .isEqualTo(Map.of("LOW", 0.7, "URGENT", 0.3));
  }

  @Test
  void anOutputWithoutDecisionsIsRejected() {
    AtomicAgent<Mail, Text> agent =
        AtomicAgent.of(
            Mail.class, Text.class, ScriptedModel.of(ScriptedResponse.text("{}")).model());

    assertThatThrownBy(() -> DecisionAgent.of(agent))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Agent 'Text': expected an output with a boolean, an enum or a range of at most 101"
                + " integers, found none in Text.\n"
                + "Add one, as in @Min(1) @Max(5) int, or use the agent without DecisionAgent.");
  }

  @Test
  void anUnknownPathIsRejected() {
    Decision<Assessment> decision = agent(ScriptedModel.of(response(TOKENS)).model()).run(MAIL);

    assertThatThrownBy(() -> decision.probability("urgency"))
        .hasMessage(
            "path: expected one of [$.isSpam, $.details.urgency, $.details.stars], found"
                + " \"urgency\"");
  }

  @Test
  void theProbabilitiesAreThoseOfTheAcceptedResponse() {
    List<TokenProbability> invalid =
        List.of(token("{\"isSpam\":", 1), token("true", 0.1, token("true", 0.1)), token("}", 1));
    var script = ScriptedModel.of(response(invalid), response(TOKENS));

    RunResult<Decision<Assessment>> result = agent(script.model()).call(MAIL);

    assertThat(result.attempts()).isEqualTo(2);
    assertThat(result.output().probability("isSpam").orElseThrow())
        .isEqualTo(0.9 / 0.98, within(1e-9));
  }

  @Test
  void aDecisionWithoutProbabilitiesEmitsTheReason() {
    Model supported = ScriptedModel.of(ScriptedResponse.text(text(TOKENS))).model();
    Model other =
        ScriptedModel.of(ScriptedResponse.text(text(TOKENS)))
            .model()
            .withModes(ResponseMode.TOOL_CALL, ResponseMode.JSON_SCHEMA);
    Model differing =
        ScriptedModel.of(response(text(TOKENS), List.of(token("{\"isSpam\":", 1)))).model();

    assertThat(reason(supported)).isEqualTo("the response contains no probabilities of tokens");
    assertThat(reason(other)).isEqualTo("the response modes of the model do not contain DECISION");
    assertThat(reason(differing)).isEqualTo("the tokens of the response differ from its text");
  }

  @Test
  void theValueIsCommittedToTheConversation() {
    var history = ChatHistory.unbounded();

    agent(ScriptedModel.of(response(TOKENS)).model()).run(MAIL, RunOptions.history(history));

    assertThat(history.messages().getLast().text()).isEqualTo(text(TOKENS));
  }

  @Test
  void streamsAreRejectedAndReleaseTheConversation() {
    var history = ChatHistory.builder().overlapPolicy(OverlapPolicy.REJECT).build();
    DecisionAgent<Mail, Assessment> agent = agent(ScriptedModel.of(response(TOKENS)).model());

    assertThatThrownBy(() -> agent.stream(MAIL, RunOptions.history(history)))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage(
            "Decisions are not streamed, since their probabilities are known at the end only.\n"
                + "Use run or call, or stream the agent inside.");

    assertThat(agent.run(MAIL, RunOptions.history(history)).hasProbabilities()).isTrue();
  }

  @Test
  void aDecisionIsEncodedAndDecoded() {
    DecisionAgent<Mail, Assessment> agent = agent(ScriptedModel.of(response(TOKENS)).model());
    Decision<Assessment> decision = agent.run(MAIL);
    Schema<Decision<Assessment>> schema = agent.output().orElseThrow();

    assertThat(schema.read(schema.encode(decision)).value()).isEqualTo(decision);
  }

  private static String reason(Model model) {
    var reasons = new ArrayList<String>();
    Decision<Assessment> decision =
        agent(model)
            .run(
                MAIL,
                RunOptions.defaults()
                    .withListener(event -> {
                      if (event instanceof AgentEvent.ProbabilitiesMissing missing) {
                        reasons.add(missing.reason());
                      }
                    }));
    assertThat(decision.hasProbabilities()).isFalse();
    assertThat(decision.probability("isSpam")).isEmpty();
    assertThat(decision.distribution("isSpam")).isEqualTo(Optional.empty());
    assertThat(decision.minProbability()).isZero();
    assertThat(reasons).hasSize(1);
    return reasons.getFirst();
  }

  private static DecisionAgent<Mail, Assessment> agent(Model model) {
    return DecisionAgent.of(AtomicAgent.of(Mail.class, Assessment.class, model));
  }

  private static ScriptedResponse response(List<TokenProbability> tokens) {
    return response(text(tokens), tokens);
  }

  private static ScriptedResponse response(String text, List<TokenProbability> tokens) {
    int half = tokens.size() / 2;
    return ScriptedResponse.events(
        new ModelEvent.TextDelta(text),
        new ModelEvent.TextProbabilities(tokens.subList(0, half)),
        new ModelEvent.TextProbabilities(tokens.subList(half, tokens.size())),
        new ModelEvent.Finished(FinishReason.STOP, "stop"));
  }

  private static String text(List<TokenProbability> tokens) {
    var text = new StringBuilder();
    tokens.forEach(token -> text.append(token.text()));
    return text.toString();
  }

  private static TokenProbability token(
      String text, double probability, TokenProbability... alternatives) {
    return TokenProbability.of(text, probability).withAlternatives(List.of(alternatives));
  }
}
