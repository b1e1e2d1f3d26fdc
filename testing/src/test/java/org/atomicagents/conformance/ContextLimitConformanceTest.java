package org.atomicagents.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ConversationTurn;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.chat.Turn;
import org.atomicagents.error.ContextTooLargeException;
import org.atomicagents.message.Content;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Sampling;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The limit of the tokens of a request; the counter counts characters. */
class ContextLimitConformanceTest {
  private static final BasicChatInput INPUT = new BasicChatInput("New message");
  private static final Message INPUT_MESSAGE = Message.user("{\"chat_message\":\"New message\"}");

  private final AtomicInteger counts = new AtomicInteger();
  private final ScriptedModel script = ScriptedModel.by(request -> response());
  private final ChatHistory history = ChatHistory.unbounded();
  private final List<AgentEvent.ContextTrimmed> events = new ArrayList<>();
  private final AtomicAgent<BasicChatInput, BasicChatOutput> agent =
      AtomicAgent.builder(script.model())
          .name("chat")
          .systemPrompt(SystemPrompt.text("Be brief."))
          .tokenCounter(this::count)
          .listeners(Listeners.none().with(AgentEvent.ContextTrimmed.class, events::add))
          .build();

  @Test
  @DisplayName("T08 a request within the limit is unchanged; without a limit, nothing is counted")
  void t08() {
    commit("t1", 50);

    agent.run(INPUT, RunOptions.history(history.fork()));
    assertThat(counts).hasValue(0);

    agent.run(INPUT, limited(history.fork(), fixedTokens() + 50));
    assertThat(sentTexts()).containsExactly("t1".repeat(25), INPUT_MESSAGE.text());
    assertThat(events).isEmpty();
  }

  @Test
  @DisplayName("T09 the oldest turn is left out of a request beyond the limit")
  void t09() {
    String first = commit("t1", 60);
    commit("t2", 50);

    agent.run(INPUT, limited(history, fixedTokens() + 109));

    assertThat(sentTexts()).containsExactly("t2".repeat(25), INPUT_MESSAGE.text());
    assertThat(events).hasSize(1);
    assertThat(events.getFirst().turns()).hasSize(1).containsExactly(first);
    assertThat(events.getFirst()).hasToString("ContextTrimmed[chat, 1 turns]");
    assertThat(history.turns()).hasSize(3);
  }

  @Test
  @DisplayName("T10 a limit below the minimum is an error, and the history is unchanged")
  void t10() {
    commit("t1", 500);
    ChatHistory.Snapshot before = history.snapshot();

    assertThatThrownBy(() -> agent.run(limited(history, 100)))
        .isInstanceOf(ContextTooLargeException.class)
        .hasMessageMatching("(?s).*maxContextTokens.*smaller than the minimum.*")
        .hasMessage(
            """
            Agent 'chat': maxContextTokens (100) is smaller than the minimum of this run \
            (%d tokens: system prompt 9, schema %d, current and pinned turns 500, reserved for the \
            output 0).
            Raise maxContextTokens, lower maxTokens, or shorten the input, the prompt or the \
            pinned turns.\
            """
                .formatted(509 + schemaTokens(), schemaTokens()))
        .satisfies(e -> assertThat(((ContextTooLargeException) e).limit()).isEqualTo(100));
    assertThat(history.snapshot()).isEqualTo(before);
    assertThat(script.requests()).isEmpty();
  }

  @Test
  @DisplayName("T11 the new input and the output are part of the limit")
  void t11() {
    commit("Old message", 110);
    var options = RunOptions.history(history).withSampling(Sampling.defaults().withMaxTokens(40));

    agent.run(INPUT, withLimit(options, fixedTokens() + 110 + 39));

    assertThat(sentTexts()).containsExactly(INPUT_MESSAGE.text());
    assertThat(history.turns()).hasSize(2);
    assertThat(history.turns().getLast().entries().getFirst().message()).isEqualTo(INPUT_MESSAGE);

    agent.run(INPUT, withLimit(options.withHistory(forkOfFirstTurn()), fixedTokens() + 110 + 40));
    assertThat(sentTexts()).containsExactly("Old message".repeat(10), INPUT_MESSAGE.text());
  }

  @Test
  @DisplayName("T12 the turn that a run continues is never left out")
  void t12() {
    commit("t1", 60);
    commit("t2", 50);
    history.add(ChatEntry.of(toolCall()));
    history.add(ChatEntry.of(Message.toolResult("call-1", "clock", "12:00")));
    int current = 50 + "clock{}12:00".length();

    agent.run(limited(history, 9 + schemaTokens() + current));

    assertThat(script.lastRequest().messages().stream().map(Message::role))
        .containsExactly(Role.SYSTEM, Role.USER, Role.ASSISTANT, Role.TOOL);
    assertThat(history.turns()).hasSize(2);
    assertThat(history.messages()).hasSize(5);
  }

  @Test
  @DisplayName("T13 the total is the count of all messages together")
  void t13() {
    var agentWithoutSchema = agent.withSystemPrompt(SystemPrompt.text("system"));

    try (PreparedRun<BasicChatOutput> run =
        agentWithoutSchema.prepare(INPUT, RunOptions.defaults())) {
      int messages =
          run.request().messages().stream().mapToInt(message -> message.text().length()).sum();
      assertThat(run.tokens().system() + run.tokens().history()).isEqualTo(messages);
      assertThat(run.tokens().total()).isEqualTo(messages + schemaTokens());
    }
  }

  @Test
  @DisplayName("T14 a pinned turn is never left out")
  void t14() {
    commit("t1", 60);
    history.pin(history.currentTurn().orElseThrow());
    String second = commit("t2", 60);
    commit("t3", 60);

    agent.run(INPUT, limited(history, fixedTokens() + 179));

    assertThat(sentTexts()).containsExactly("t1".repeat(30), "t3".repeat(30), INPUT_MESSAGE.text());
    assertThat(events.getFirst().turns()).containsExactly(second);
  }

  @Test
  void neverLeavesOutTheCallOfAToolResult() {
    commit("t1", 60);
    history.commit(Turn.of(ChatEntry.of(Message.user("t2")), ChatEntry.of(toolCall())));
    history.commit(Turn.of(ChatEntry.of(Message.toolResult("call-1", "clock", "12:00"))));

    agent.run(limited(history, 9 + schemaTokens() + "t2clock{}12:00".length()));

    assertThat(script.lastRequest().messages().stream().map(Message::role))
        .containsExactly(Role.SYSTEM, Role.USER, Role.ASSISTANT, Role.TOOL);
  }

  @Test
  void neverLeavesOutATurnInProgress() {
    commit("t1", 60);
    try (var turn = ConversationTurn.begin(history)) {
      agent.run(new BasicChatInput("First input"), RunOptions.history(turn));

      agent.run(INPUT, limited(turn, fixedTokens() + 100));

      assertThat(sentTexts())
          .containsExactly(
              "{\"chat_message\":\"First input\"}",
              "{\"chat_message\":\"ok\"}",
              INPUT_MESSAGE.text());
      assertThat(events.getFirst().turns()).hasSize(1);
      turn.commitTurn();
    }
    assertThat(history.turns()).hasSize(2);
    assertThat(history.snapshot().pinned()).isEmpty();
  }

  @Test
  void readsOnlyTheTurnsThatFit() {
    for (int i = 0; i < 5_000; i++) {
      commit("t" + i % 10, 10);
    }

    agent.run(INPUT, limited(history, fixedTokens() + 100));

    // The prompt, the schema and the input, each counted a few times, and 11 turns.
    assertThat(script.lastRequest().messages()).hasSize(12);
    assertThat(counts).hasValueLessThan(30);

    RunOptions options = limited(history, fixedTokens() + 100);
    counts.set(0);
    agent.run(INPUT, options);

    // The input, and the response of the run before; the others are known.
    assertThat(counts).hasValue(2);
    assertThat(events.getFirst().turns()).hasSize(4_990);
  }

  private int fixedTokens() {
    return 9 + schemaTokens() + INPUT_MESSAGE.text().length();
  }

  private int schemaTokens() {
    try (PreparedRun<BasicChatOutput> run = agent.prepare(INPUT, RunOptions.defaults())) {
      return run.tokens().schema();
    }
  }

  private int count(String text) {
    counts.incrementAndGet();
    return text.length();
  }

  private String commit(String text, int length) {
    history.commit(Turn.of(ChatEntry.of(Message.user(text.repeat(length / text.length())))));
    return history.currentTurn().orElseThrow();
  }

  private ChatHistory forkOfFirstTurn() {
    ChatHistory fork = history.fork();
    fork.delete(fork.currentTurn().orElseThrow());
    return fork;
  }

  private List<String> sentTexts() {
    return script.lastRequest().messages().stream().skip(1).map(Message::text).toList();
  }

  private static RunOptions limited(ChatHistory history, int tokens) {
    return withLimit(RunOptions.history(history), tokens);
  }

  private static RunOptions withLimit(RunOptions options, int tokens) {
    return options.withLimits(RunLimits.defaults().withMaxContextTokens(tokens));
  }

  private static Message toolCall() {
    return new Message(Role.ASSISTANT, List.of(new Content.ToolCall("call-1", "clock", "{}")));
  }

  private static ScriptedResponse response() {
    return ScriptedResponse.text("{\"chat_message\":\"ok\"}");
  }
}
