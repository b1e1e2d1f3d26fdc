package org.atomicagents.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.OptionalInt;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.TruncatedException;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Message;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelCapabilities;
import org.atomicagents.model.ModelCatalog;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.atomicagents.token.TokenBudget;
import org.junit.jupiter.api.Test;

/** The maximum length of responses that a rule determines. */
class TokenBudgetTest {
  private static final String VALID = "{\"chat_message\":\"yes\"}";
  private static final RunLimits BY_WORDS =
      RunLimits.defaults().withTokenBudget(TokenBudget.byWords());

  @Description("A long list")
  record Names(@Size(min = 40) List<@Size(min = 100) String> names) {}

  @Test
  void dependsOnTheWordsOfTheInput() {
    assertThat(maxTokens(BY_WORDS, "one two three")).isEqualTo(500);
    assertThat(maxTokens(BY_WORDS, "word\n".repeat(12))).isEqualTo(1_500);
    assertThat(maxTokens(BY_WORDS, "word ".repeat(60))).isEqualTo(4_000);
  }

  @Test
  void isTheMaximumOfARunWithoutOneOfItsOwn() {
    var script = ScriptedModel.answering(VALID);
    var agent =
        AtomicAgent.builder(script.model())
            .limits(BY_WORDS)
            .sampling(Sampling.defaults().withMaxTokens(77))
            .build();

    assertThat(maxTokens(agent, RunOptions.defaults())).isEqualTo(77);
  }

  @Test
  void addsTokensForReasoning() {
    TokenBudget budget = TokenBudget.byWords().withReasoning(2_000);

    assertThat(maxTokens(RunLimits.defaults().withTokenBudget(budget), "one")).isEqualTo(2_500);
  }

  @Test
  void isNotLessThanTheSmallestOutput() {
    var script = ScriptedModel.answering("{}");
    var agent =
        AtomicAgent.builder(BasicChatInput.class, Names.class, script.model())
            .limits(RunLimits.defaults().withTokenBudget(TokenBudget.of(10)))
            .build();

    assertThat(maxTokens(agent, RunOptions.defaults())).isBetween(2_000, 2_300);
  }

  @Test
  void isNotMoreThanTheModelAllows() {
    Model model = ScriptedModel.answering(VALID).model();
    var limited =
        model.withCapabilities(
            new ModelCapabilities(
                OptionalInt.empty(),
                OptionalInt.of(300),
                List.of(ResponseMode.JSON_SCHEMA),
                false));
    var agent = AtomicAgent.builder(limited).limits(BY_WORDS).build();

    assertThat(maxTokens(agent, RunOptions.defaults())).isEqualTo(300);
  }

  @Test
  void isNotMoreThanTheContextWindowLeaves() {
    Model model = ScriptedModel.answering(VALID).model();
    Model small = model.withCapabilities(model.capabilities().withContextWindow(600));
    var agent = AtomicAgent.builder(small).limits(BY_WORDS).build();

    try (var prepared = agent.prepare(new BasicChatInput("hi"), RunOptions.defaults())) {
      assertThat(prepared.request().sampling().maxTokens())
          .isEqualTo(600 - prepared.tokens().total());
    }
  }

  @Test
  void isNotLimitedByAWindowOfZero() {
    Model model = ScriptedModel.answering(VALID).model();
    var catalog =
        ModelCatalog.parse(
            "{\"%s\": {\"models\": {\"%s\": {\"limit\": {\"context\": 0}}}}}"
                .formatted(model.client().provider(), model.name()),
            "test");
    var agent = AtomicAgent.builder(model.withCatalog(catalog)).limits(BY_WORDS).build();

    assertThat(maxTokens(agent, RunOptions.defaults())).isEqualTo(500);
  }

  @Test
  void growsAfterAResponseThatWasCutOff() {
    var script =
        ScriptedModel.of(
            cut("{\"chat_message\":\"a"),
            cut("{\"chat_message\":\"ab"),
            ScriptedResponse.text(VALID));
    var agent = AtomicAgent.builder(script.model()).limits(BY_WORDS).build();

    agent.run(new BasicChatInput("hi"));

    assertThat(script.requests())
        .extracting(request -> request.sampling().maxTokens())
        .containsExactly(500, 1_000, 2_000);
  }

  @Test
  void doesNotGrowBeyondItsMaximum() {
    var script = ScriptedModel.of(cut("{\"chat_message\":\"a"), cut("{\"chat_message\":\"ab"));
    TokenBudget budget = TokenBudget.byWords().withMaximum(700);
    var agent =
        AtomicAgent.builder(script.model())
            .limits(RunLimits.defaults().withMaxAttempts(2).withTokenBudget(budget))
            .sampling(Sampling.defaults().withTemperature(0))
            .build();

    assertThatThrownBy(() -> agent.run(new BasicChatInput("hi")))
        .isInstanceOf(TruncatedException.class);
    assertThat(script.requests())
        .extracting(request -> request.sampling().maxTokens())
        .containsExactly(500, 700);
  }

  @Test
  void appliesToARunThatContinuesATurn() {
    var history = ChatHistory.unbounded();
    var script = ScriptedModel.answering(VALID, VALID);
    var agent = AtomicAgent.builder(script.model()).limits(BY_WORDS).history(history).build();
    agent.run(new BasicChatInput("word ".repeat(20)));

    agent.run();

    assertThat(script.requests().getLast().sampling().maxTokens()).isEqualTo(1_500);
  }

  @Test
  void countsTheWordsOfTextsThatAreNotJson() {
    var agent =
        AtomicAgent.builder(ScriptedModel.answering(VALID).model()).limits(BY_WORDS).build();

    for (String text : List.of("", "5 apples and " + "a word ".repeat(4), "{")) {
      var history = ChatHistory.unbounded();
      history.add(ChatEntry.of(Message.user(text)));
      try (var prepared = agent.prepare(null, RunOptions.history(history))) {
        assertThat(prepared.request().sampling().maxTokens())
            .isEqualTo(text.length() > 10 ? 1_500 : 500);
      }
    }
  }

  @Test
  void rejectsNumbersBelowOne() {
    assertThatThrownBy(() -> TokenBudget.of(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tokens: expected 1 or more, found 0");
    assertThat(TokenBudget.by(input -> -5).tokensFor("a")).isEqualTo(1);
    assertThat(TokenBudget.by(input -> Integer.MAX_VALUE).withReasoning(9).tokensFor("a"))
        .isEqualTo(Integer.MAX_VALUE);
  }

  private static ScriptedResponse cut(String text) {
    return ScriptedResponse.text(text).withFinish(FinishReason.LENGTH);
  }

  private static int maxTokens(RunLimits limits, String input) {
    var script = ScriptedModel.answering(VALID);
    AtomicAgent.builder(script.model()).limits(limits).build().run(new BasicChatInput(input));
    return script.requests().getFirst().sampling().maxTokens();
  }

  private static int maxTokens(AtomicAgent<BasicChatInput, ?> agent, RunOptions options) {
    try (var prepared = agent.prepare(new BasicChatInput("hi"), options)) {
      return prepared.request().sampling().maxTokens();
    }
  }
}
