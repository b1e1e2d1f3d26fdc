package org.atomicagents.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.message.Image;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelCatalog;
import org.atomicagents.model.ModelProfile;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.TokenCount;
import org.atomicagents.model.TokenCounter;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.token.TokenBudget;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The ids T and F that concern counts of tokens and the length of responses. */
class TokenConformanceTest {

  @Test
  @DisplayName("T01 the total is the sum of the parts, and the utilization is a fraction")
  void t01() {
    var count = new TokenCount(30, 70, 0, OptionalInt.of(8192));

    assertThat(count.total()).isEqualTo(100);
    assertThat(count.utilization()).hasValue(100.0 / 8192);
  }

  @Test
  @DisplayName("T02 tools and the schema in a tool call are counted by themselves")
  void t02() {
    assertThat(new TokenCount(30, 70, 50, OptionalInt.empty()).total()).isEqualTo(150);

    TokenCount toolCall = count(ResponseMode.TOOL_CALL, SystemPrompt.none());

    assertThat(toolCall.schema()).isPositive();
    assertThat(toolCall.system()).isZero();
    assertThat(toolCall.history()).isEqualTo(TokenCounter.heuristic().count(input()));
  }

  @Test
  @DisplayName("T03 absent parts have no tokens, and the counter is not called for them")
  void t03() {
    var texts = new ArrayList<String>();
    TokenCounter recording =
        text -> {
          texts.add(text);
          return text.length();
        };
    var agent =
        AtomicAgent.builder(model(ResponseMode.JSON_SCHEMA))
            .systemPrompt(SystemPrompt.none())
            .tokenCounter(recording)
            .build();

    try (var prepared = agent.prepare(new BasicChatInput("hi"), RunOptions.defaults())) {
      assertThat(prepared.tokens().system()).isZero();
      assertThat(prepared.tokens().history()).isEqualTo(input().text().length());
    }
    assertThat(texts).contains(input().text()).doesNotContain("");
  }

  @Test
  @DisplayName("T04 the window is the maximum of input, else the context window, else unknown")
  void t04() {
    assertThat(profile("{\"input\": 128000, \"context\": 4096}").inputWindow()).hasValue(128_000);
    assertThat(profile("{\"context\": 4096}").inputWindow()).hasValue(4096);
    assertThat(profile("{\"input\": 0}").inputWindow()).hasValue(0);
    assertThat(new TokenCount(1, 1, 1, OptionalInt.of(0)).utilization())
        .isEqualTo(OptionalDouble.empty());
    assertThat(profile("{}").inputWindow()).isEmpty();
    assertThat(ModelCatalog.builtIn().profile("unknown-model")).isEmpty();
    assertThat(Model.of((request, context) -> null, "unknown-model").contextWindow()).isEmpty();
  }

  @Test
  @DisplayName("T05 a counter that fails is reported, and a model needs a name")
  void t05() {
    TokenCounter failing =
        text -> {
          throw new IllegalStateException("no vocabulary");
        };
    var agent = AtomicAgent.builder(model(ResponseMode.JSON_SCHEMA)).tokenCounter(failing).build();

    try (var prepared = agent.prepare(new BasicChatInput("hi"), RunOptions.defaults())) {
      assertThatThrownBy(prepared::tokens)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("no vocabulary");
    }
    assertThatThrownBy(() -> Model.of((request, context) -> null, " "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected the name of a model");
  }

  @Test
  @DisplayName("T06 a prompted schema belongs to the one system message")
  void t06() {
    SystemPrompt prompt = SystemPrompt.text("System prompt");
    var agent = AtomicAgent.builder(model(ResponseMode.JSON_OBJECT)).systemPrompt(prompt).build();

    try (var prepared = agent.prepare(new BasicChatInput("hi"), RunOptions.defaults())) {
      List<Message> sent = prepared.request().output().instruct(prepared.request().messages());
      List<Message> system = sent.stream().filter(each -> each.role() == Role.SYSTEM).toList();
      assertThat(system).hasSize(1);
      assertThat(system.getFirst().text()).startsWith("System prompt\n\n").contains("chat_message");
      assertThat(prepared.tokens().schema()).isZero();
      assertThat(prepared.tokens().system())
          .isEqualTo(TokenCounter.heuristic().count(system.getFirst()));
    }
    TokenCount alone = count(ResponseMode.JSON_OBJECT, SystemPrompt.none());
    assertThat(alone.system()).isPositive();
    assertThat(alone.schema()).isZero();
  }

  @Test
  @DisplayName("T07 media are counted without being read")
  void t07() {
    var absent = Image.of(Path.of("no-such-file.png"));
    var message = new Message(Role.USER, List.of(absent));

    assertThat(ChatEntry.of(message).tokens(TokenCounter.heuristic())).isPositive();
  }

  @Test
  @DisplayName("T13 the priming tokens of a request are counted once")
  void t13() {
    TokenCounter primed =
        new TokenCounter() {
          @Override
          public int count(String text) {
            return text.length();
          }

          @Override
          public int count(Message message) {
            return 4 + count(message.text());
          }

          @Override
          public int requestTokens() {
            return 3;
          }
        };
    var agent = AtomicAgent.builder(model(ResponseMode.PROMPTED_JSON)).tokenCounter(primed).build();

    try (var prepared = agent.prepare(new BasicChatInput("hi"), RunOptions.defaults())) {
      List<Message> sent = prepared.request().output().instruct(prepared.request().messages());
      assertThat(sent).hasSize(2);
      assertThat(prepared.tokens().total())
          .isEqualTo(3 + sent.stream().mapToInt(primed::count).sum());
    }
  }

  @Test
  @DisplayName("F01 the maximum of a response depends on the words of the input")
  void f01() {
    TokenBudget budget = TokenBudget.byWords();

    assertThat(budget.tokensFor("")).isEqualTo(500);
    assertThat(budget.tokensFor(words(9))).isEqualTo(500);
    assertThat(budget.tokensFor(words(10))).isEqualTo(1_500);
    assertThat(budget.tokensFor(words(49))).isEqualTo(1_500);
    assertThat(budget.tokensFor(words(50))).isEqualTo(4_000);
  }

  @Test
  @DisplayName("F10 an estimate is a quarter of the characters")
  void f10() {
    assertThat(TokenCounter.heuristic().count("x".repeat(40))).isEqualTo(10);
  }

  private static String words(int count) {
    return " \tword\n".repeat(count);
  }

  private static Message input() {
    return Message.user("{\"chat_message\":\"hi\"}");
  }

  private static TokenCount count(ResponseMode mode, SystemPrompt prompt) {
    var agent = AtomicAgent.builder(model(mode)).systemPrompt(prompt).build();
    try (var prepared = agent.prepare(new BasicChatInput("hi"), RunOptions.defaults())) {
      return prepared.tokens();
    }
  }

  private static Model model(ResponseMode mode) {
    return ScriptedModel.answering("{\"chat_message\":\"yes\"}").model().withModes(mode);
  }

  private static ModelProfile profile(String limit) {
    String json = "{\"p\": {\"models\": {\"m\": {\"limit\": " + limit + "}}}}";
    return ModelCatalog.parse(json, "test").profile("m").orElseThrow();
  }
}
