package org.atomicagents.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.ReAskScope;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.PromptProfile;
import org.atomicagents.model.ReasonFirst;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.atomicagents.model.TokenCounter;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.Test;

/** Prompts for small models, and responses that they often write. */
class SmallModelTest {
  private static final BasicChatInput TEXT = new BasicChatInput("We need milk and eggs.");
  private static final String VALID = "{\"shop\":\"market\",\"items\":[\"milk\",\"eggs\"]}";
  private static final Purchase PURCHASE = new Purchase("market", List.of("milk", "eggs"));
  private static final String DEFINITION =
      """
      {
        "shop": string,
        "items": string[] // What to buy
      }\
      """;

  @Test
  void describesTheTypeAfterThePlainInput() {
    var script = ScriptedModel.answering(VALID);

    assertThat(agent(script).run(TEXT, mode(ResponseMode.PROMPTED_JSON))).isEqualTo(PURCHASE);

    assertThat(sent(script.lastRequest()))
        .containsExactly(
            Message.system("Extract the purchase."),
            Message.user(EXAMPLE),
            EXAMPLE_RESPONSE,
            Message.user("We need milk and eggs.\n\n" + INSTRUCTION + DEFINITION));
  }

  @Test
  void omitsTheExampleWithoutItsSetting() {
    var script = ScriptedModel.answering(VALID);

    agent(script, PromptProfile.SMALL.withDemonstration(false))
        .run(TEXT, mode(ResponseMode.JSON_OBJECT));

    assertThat(sent(script.lastRequest()))
        .containsExactly(
            Message.system("Extract the purchase."),
            Message.user("We need milk and eggs.\n\n" + INSTRUCTION + DEFINITION));
  }

  @Test
  void countsTheTokensOfTheExample() {
    TokenCounter counter = TokenCounter.heuristic();
    var script = ScriptedModel.answering(VALID);
    PromptProfile without = PromptProfile.SMALL.withDemonstration(false);
    int example = counter.count(Message.user(EXAMPLE)) + counter.count(EXAMPLE_RESPONSE);

    assertThat(tokens(agent(script))).isEqualTo(tokens(agent(script, without)) + example);
  }

  private static int tokens(AtomicAgent<BasicChatInput, Purchase> agent) {
    try (var prepared = agent.prepare(TEXT, mode(ResponseMode.PROMPTED_JSON))) {
      return prepared.tokens().total();
    }
  }

  @Test
  void rejectsValuesOfTheExample() {
    String repeated = "{\"shop\":\"market\",\"items\":[\"milk\",\"a green Canoe\"]}";
    var script = ScriptedModel.answering(repeated, VALID);
    var rejected = new ArrayList<String>();
    var options =
        mode(ResponseMode.PROMPTED_JSON)
            .withListener(event -> {
              if (event instanceof AgentEvent.OutputRejected rejection) {
                rejected.add(rejection.violations().toString());
              }
            });

    assertThat(agent(script).run(TEXT, options)).isEqualTo(PURCHASE);
    assertThat(rejected)
        .containsExactly(
            "[$.items[1]: expected a value of the input, found a value of the example in the"
                + " prompt]");
  }

  @Test
  void acceptsWordsOfTheExampleThatTheInputContains() {
    var script = ScriptedModel.answering("{\"shop\":\"market\",\"items\":[\"canoe\"]}");
    var agent = agent(script);
    var input = new BasicChatInput("We need a new canoe.");

    assertThat(agent.run(input, mode(ResponseMode.PROMPTED_JSON)).items()).containsExactly("canoe");
  }

  @Test
  void acceptsWordsOfTheExampleWithoutAnExample() {
    String value = "{\"shop\":\"Runa\",\"items\":[\"canoe\"]}";

    assertThat(agent(ScriptedModel.answering(value)).run(TEXT, mode(ResponseMode.JSON_SCHEMA)))
        .isEqualTo(new Purchase("Runa", List.of("canoe")));
  }

  @Test
  void describesTheTypeInTheSystemMessageIfTheSchemaIsEnforced() {
    var script = ScriptedModel.answering(VALID);

    agent(script).run(TEXT, mode(ResponseMode.JSON_SCHEMA));

    assertThat(sent(script.lastRequest()))
        .containsExactly(
            Message.system("Extract the purchase.\n\n" + INSTRUCTION + DEFINITION),
            Message.user("We need milk and eggs."));
    assertThat(script.lastRequest().output().schema())
        .contains("\"maxLength\":" + PromptProfile.SMALL.maxLength())
        .contains("\"maxItems\":" + PromptProfile.SMALL.maxItems());
  }

  @Test
  void writesInputsOfSeveralValuesAsLines() {
    var script = ScriptedModel.answering(VALID);
    var agent =
        AtomicAgent.builder(
                Wish.class, Purchase.class, script.model().withPrompt(PromptProfile.SMALL))
            .systemPrompt(SystemPrompt.none())
            .build();
    var history = ChatHistory.unbounded();

    agent.run(new Wish("two lines\nof text", 3, List.of("a")), RunOptions.history(history));

    assertThat(script.lastRequest().messages())
        .containsExactly(Message.user("text: two lines\nof text\ncount: 3\ntags: [\"a\"]"));
    assertThat(history.messages().getFirst())
        .isEqualTo(Message.user("{\"text\":\"two lines\\nof text\",\"count\":3,\"tags\":[\"a\"]}"));
  }

  @Test
  void asksAgainWithoutTheInvalidResponse() {
    var script = ScriptedModel.answering("{\"shop\":\"market\"}", VALID);
    var options = mode(ResponseMode.PROMPTED_JSON).withSampling(Sampling.defaults().withSeed(5));

    RunResult<Purchase> result = agent(script).call(TEXT, options);

    assertThat(result.attempts()).isEqualTo(2);
    assertThat(script.requests().get(1))
        .isEqualTo(script.requests().get(0).withSampling(Sampling.defaults().withSeed(6)));
  }

  @Test
  void asksAgainWithTheViolationsAtTemperatureZero() {
    var script = ScriptedModel.answering("{\"shop\":\"market\"}", VALID);
    var options =
        mode(ResponseMode.PROMPTED_JSON).withSampling(Sampling.defaults().withTemperature(0.0));

    RunResult<Purchase> result = agent(script).call(TEXT, options);

    assertThat(result.output()).isEqualTo(PURCHASE);
    assertThat(script.lastRequest().messages().getLast().text())
        .isEqualTo(
            """
            We need milk and eggs.

            An earlier response was invalid:
              $.items: expected a value, found nothing\
            """);
  }

  @Test
  void asksForTheWholeAgainEvenIfPartsWereConfigured() {
    var script = ScriptedModel.answering("{\"shop\":\"market\",\"items\":[1]}", VALID);

    agent(script).toBuilder().reAsk(ReAskScope.PART).build().run(TEXT);

    assertThat(script.lastRequest().messages()).isEqualTo(script.requests().get(0).messages());
  }

  @Test
  void rejectsValuesThatReachABoundOfTheProfile() {
    PromptProfile bounds = PromptProfile.SMALL.withBounds(10, 2);
    var text =
        ScriptedModel.by(
            request -> ScriptedResponse.text("{\"shop\":\"0123456789\",\"items\":[\"a\"]}"));
    var list =
        ScriptedModel.by(
            request -> ScriptedResponse.text("{\"shop\":\"012345678\",\"items\":[\"a\",\"b\"]}"));

    assertThat(failure(text, bounds, ResponseMode.JSON_SCHEMA).violations())
        .extracting(Object::toString)
        .containsExactly(
            "$.shop: expected a text of fewer than 10 characters, the bound of the prompt profile,"
                + " found 10, where it may be cut off");
    assertThat(failure(list, bounds, ResponseMode.JSON_SCHEMA).violations())
        .extracting(Object::toString)
        .containsExactly(
            "$.items: expected a list of fewer than 2 items, the bound of the prompt profile,"
                + " found 2, where it may be cut off");
    assertThat(agent(list, bounds).run(TEXT, mode(ResponseMode.PROMPTED_JSON)).items()).hasSize(2);
  }

  @Test
  void rejectsValuesThatReachABoundBesideALargerOneOfTheType() {
    var script = ScriptedModel.by(request -> ScriptedResponse.text("{\"a\":\"0123456789\"}"));
    var agent =
        AtomicAgent.of(
            BasicChatInput.class,
            Texts.class,
            script.model().withPrompt(PromptProfile.SMALL.withBounds(10, 2)));

    assertThatThrownBy(() -> agent.run(TEXT, mode(ResponseMode.JSON_SCHEMA)))
        .isInstanceOf(InvalidOutputException.class)
        .hasMessageContaining("$.a: expected a text of fewer than 10 characters");
  }

  @Test
  void readsLongChatMessages() {
    String message = "a long message. ".repeat(PromptProfile.SMALL.maxLength() / 16);
    var script =
        ScriptedModel.by(
            request -> ScriptedResponse.text("{\"chat_message\":\"" + message + "\"}"));
    var agent = AtomicAgent.of(script.model().withPrompt(PromptProfile.SMALL));

    assertThat(message).hasSize(PromptProfile.SMALL.maxLength());
    assertThat(agent.run(TEXT, mode(ResponseMode.JSON_SCHEMA)))
        .isEqualTo(new BasicChatOutput(message));
    assertThat(script.lastRequest().output().schema()).doesNotContain("maxLength");
  }

  @Test
  void rejectsAnEchoOfTheDefinition() {
    var script =
        ScriptedModel.answering(
            "{\"shop\": \"string\", \"items\": string[] // What to buy\n}",
            "{\"shop\": string, \"items\": [\"milk\"]}",
            VALID);

    RunResult<Purchase> result = agent(script).call(TEXT, mode(ResponseMode.PROMPTED_JSON));

    assertThat(result.output()).isEqualTo(PURCHASE);
    assertThat(result.attempts()).isEqualTo(3);
  }

  @Test
  void asksAnyModelAgainWithoutAnEchoOfTheSchema() {
    var rejected = new ArrayList<String>();
    var script =
        ScriptedModel.by(request ->
            ScriptedResponse.text(rejected.isEmpty() ? request.output().schema() : VALID));
    var options =
        mode(ResponseMode.PROMPTED_JSON)
            .withListener(event -> {
              if (event instanceof AgentEvent.OutputRejected rejection) {
                rejected.add(rejection.violations().toString());
              }
            });

    agent(script, PromptProfile.STANDARD).run(TEXT, options);

    assertThat(rejected)
        .containsExactly("[$: expected an object with values, found the schema itself]");
    assertThat(script.lastRequest().messages().getLast().text())
        .isEqualTo(
            "{\"chat_message\":\"We need milk and eggs.\"}\n\n"
                + "Respond with a JSON object that contains values. Do not repeat the schema.");
  }

  @Test
  void readsCompleteJsonBeforeTheCutOfAResponse() {
    var script =
        ScriptedModel.of(
            ScriptedResponse.text(VALID + "\n\nThis JSON object lists what to bu")
                .withFinish(FinishReason.LENGTH));

    RunResult<Purchase> result =
        agent(script, PromptProfile.STANDARD).call(TEXT, mode(ResponseMode.PROMPTED_JSON));

    assertThat(result.output()).isEqualTo(PURCHASE);
    assertThat(result.repairs())
        .extracting(repair -> repair.kind().name())
        .containsExactly("PROSE");
  }

  @Test
  void endsAStreamThatRepeatsText() {
    String line = "I am sorry, but I cannot help you with that.\n";
    var script =
        ScriptedModel.of(
            ScriptedResponse.text(line.repeat(2_000)).withChunkSize(50),
            ScriptedResponse.text(VALID));
    var received = new StringBuilder();
    try (var stream =
        agent(script, PromptProfile.STANDARD).stream(TEXT, mode(ResponseMode.PROMPTED_JSON))) {
      stream.deltas().forEach(delta -> received.append(delta.text()));

      assertThat(stream.result()).isEqualTo(PURCHASE);
      assertThat(stream.runResult().usage().outputTokens()).isBetween(250L, 800L);
    }
    assertThat(received.length()).isLessThan(3_000);
    assertThat(script.lastRequest().messages().getLast().text())
        .endsWith("Respond with the JSON object once, then stop.");
  }

  @Test
  void readsAStreamWhoseTextRepeatsALine() {
    String lines = "I must not talk in class. ".repeat(100);
    var script =
        ScriptedModel.of(
            ScriptedResponse.text("{\"shop\":\"" + lines + "\",\"items\":[]}").withChunkSize(50));
    try (var stream =
        agent(script, PromptProfile.STANDARD).stream(TEXT, mode(ResponseMode.PROMPTED_JSON))) {
      assertThat(stream.result()).isEqualTo(new Purchase(lines, List.of()));
    }
  }

  @Test
  void endsAStreamThatRepeatsItsReasoning() {
    var endless = new ArrayList<ModelEvent>();
    for (int i = 0; i < 2_000; i++) {
      endless.add(new ModelEvent.ReasoningDelta("Wait, let me check the list once more.\n"));
    }
    endless.add(new ModelEvent.Finished(FinishReason.LENGTH, "length"));
    var script = ScriptedModel.of(ScriptedResponse.events(endless), ScriptedResponse.text(VALID));
    try (var stream =
        agent(script, PromptProfile.STANDARD).stream(TEXT, mode(ResponseMode.PROMPTED_JSON))) {
      assertThat(stream.result()).isEqualTo(PURCHASE);
      assertThat(stream.runResult().attempts()).isEqualTo(2);
    }
    assertThat(script.lastRequest().messages().getLast().text())
        .endsWith("Respond with the JSON object once, then stop.");
  }

  @Test
  void reasonsInARequestOfItsOwn() {
    var script =
        ScriptedModel.of(
            ScriptedResponse.text("Milk and eggs.").withUsage(Usage.of(10, 3)),
            ScriptedResponse.text(VALID).withUsage(Usage.of(20, 7)));
    var agent =
        AtomicAgent.builder(
                BasicChatInput.class,
                Purchase.class,
                script.model().with(ReasonFirst.of("Think.", "Now answer.")))
            .systemPrompt(SystemPrompt.none())
            .build();

    RunResult<Purchase> result = agent.call(TEXT);

    assertThat(result.output()).isEqualTo(PURCHASE);
    assertThat(result.usage()).isEqualTo(Usage.of(30, 10));
    assertThat(result.requests()).isEqualTo(2);
    assertThat(script.requests().get(0).output()).isNull();
    String input = "{\"chat_message\":\"We need milk and eggs.\"}";
    assertThat(script.requests().get(0).messages())
        .containsExactly(Message.user(input + "\n\nThink."));
    assertThat(script.requests().get(1).messages())
        .containsExactly(
            Message.user(input), Message.assistant("Milk and eggs."), Message.user("Now answer."));
  }

  private static final Message EXAMPLE_RESPONSE =
      Message.assistant("{\"crew\": [\"Ugo\", \"Runa\"], \"vehicle\": \"canoe\"}");
  private static final String EXAMPLE =
      """
      Ugo and Runa row a canoe.

      Write the answer as a JSON object of this type:
      {
        "crew": string[],
        "vehicle": string
      }\
      """;
  private static final String INSTRUCTION = "Write the answer as a JSON object of this type:\n";

  private static List<Message> sent(ModelRequest request) {
    return request.output().instruct(request.messages());
  }

  private static InvalidOutputException failure(
      ScriptedModel script, PromptProfile profile, ResponseMode mode) {
    return catchThrowableOfType(
        InvalidOutputException.class, () -> agent(script, profile).run(TEXT, mode(mode)));
  }

  private static RunOptions mode(ResponseMode mode) {
    return RunOptions.defaults().withMode(mode);
  }

  private static AtomicAgent<BasicChatInput, Purchase> agent(ScriptedModel script) {
    return agent(script, PromptProfile.SMALL);
  }

  private static AtomicAgent<BasicChatInput, Purchase> agent(
      ScriptedModel script, PromptProfile profile) {
    return AtomicAgent.builder(
            BasicChatInput.class, Purchase.class, script.model().withPrompt(profile))
        .systemPrompt(SystemPrompt.text("Extract the purchase."))
        .build();
  }

  @Description("A purchase")
  record Purchase(String shop, @Description("What to buy") List<String> items) {}

  @Description("Two texts")
  record Texts(String a, Optional<@Size(max = 100) String> b) {}

  @Description("A wish")
  record Wish(String text, int count, List<String> tags) {}
}
