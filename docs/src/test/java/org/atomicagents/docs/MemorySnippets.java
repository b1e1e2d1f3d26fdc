package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.OverlapPolicy;
import org.atomicagents.chat.Turn;
import org.atomicagents.error.ContextTooLargeException;
import org.atomicagents.message.Message;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.testing.RecordedRequest;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemorySnippets {
  private final SimulatedProvider provider = SimulatedProvider.start();
  private final OpenAi client = OpenAi.at(provider.baseUrl());
  private final Model model = client.model("some-model").withModes(ResponseMode.JSON_SCHEMA);

  @AfterEach
  void close() {
    client.close();
    provider.close();
  }

  @Test
  void firstMemory() throws Exception {
    List<String> lines = ChildJvm.run(provider, FirstMemory.class);

    assertThat(lines.getLast()).isEqualTo("2 turns");
  }

  @Test
  void pin() {
    // @start region="pin"
    var history = ChatHistory.latestTurns(3);
    history.commit(Turn.of(ChatEntry.of(Message.user("Speak French, please."))));
    history.pin(history.currentTurn().orElseThrow());
    // @end
    for (int i = 0; i < 10; i++) {
      history.commit(turn("Question " + i));
    }
    assertThat(history.messages())
        .containsExactly(
            Message.user("Speak French, please."),
            Message.user("Question 8"),
            Message.user("Question 9"));
  }

  @Test
  void archive() {
    // @start region="archive"
    var archive = new ArrayList<Turn>();
    var history = ChatHistory.builder().maxTurns(10).onEviction(archive::addAll).build();
    // @end
    for (int i = 0; i < 12; i++) {
      history.commit(turn("Question " + i));
    }
    assertThat(archive).hasSize(2);
  }

  @Test
  void compaction() {
    // @start region="compaction"
    var summarizer = AtomicAgent.of(model); // any agent, with a prompt for summaries
    var history =
        ChatHistory.builder()
            .maxTurns(20)
            .compaction(turns -> {
              String text =
                  turns.stream()
                      .flatMap(turn -> turn.entries().stream())
                      .map(entry -> entry.role() + ": " + entry.message().text())
                      .collect(Collectors.joining("\n"));
              String summary = summarizer.run(new BasicChatInput(text)).chatMessage();
              return Turn.of(ChatEntry.of(Message.user("Summary of earlier turns: " + summary)));
            })
            .onCompactionFailure(failure -> System.err.println(failure.getMessage()))
            .build();
    // @end
    assertThat(history.turns()).isEmpty();
  }

  @Test
  void contextLimit() {
    var history = ChatHistory.latestTurns(1_000);
    for (int i = 0; i < 500; i++) {
      history.commit(turn("Question " + i + " about the history of the lighthouses of Portugal"));
    }
    // @start region="context-limit"
    var agent =
        AtomicAgent.builder(model)
            .limits(RunLimits.defaults().withMaxContextTokens(4_000))
            .listeners(
                Listeners.none()
                    .with(
                        AgentEvent.ContextTrimmed.class,
                        event -> System.out.println(event.turns().size() + " turns left out")))
            .build();

    agent.run(new BasicChatInput("And the oldest one?"), RunOptions.history(history));
    // @end
    assertThat(history.turns()).hasSize(501);
    assertThat(provider.requests().stream().map(RecordedRequest::body).toList().getLast())
        .contains("Question 499 about", "And the oldest one?")
        .doesNotContain("Question 1 about");
  }

  @Test
  void tooLarge() {
    var history = ChatHistory.unbounded();
    var agent =
        AtomicAgent.builder(model).limits(RunLimits.defaults().withMaxContextTokens(50)).build();
    var messages = new ArrayList<String>();
    // @start region="too-large"
    try {
      agent.run(new BasicChatInput("Why is the sky blue?"), RunOptions.history(history));
    } catch (ContextTooLargeException e) {
      messages.add(e.tokens() + " tokens do not fit into " + e.limit());
    }
    // @end
    assertThat(messages).hasSize(1);
    assertThat(messages.getFirst()).endsWith("tokens do not fit into 50");
  }

  @Test
  void reset() {
    var agent = AtomicAgent.of(model);
    // @start region="reset"
    var history = ChatHistory.unbounded();
    history.add(ChatEntry.of(Message.assistant("Hello! How can I help you?")));
    ChatHistory.Snapshot greeting = history.snapshot();

    agent.run(new BasicChatInput("Why is the sky blue?"), RunOptions.history(history));
    history.delete(history.currentTurn().orElseThrow()); // the turn of that run
    agent.run(new BasicChatInput("And at dusk?"), RunOptions.history(history));
    history.reset(greeting); // for every agent and run that uses this history
    // @end
    assertThat(history.messageCount()).isEqualTo(1);
  }

  @Test
  void branches() {
    var agent = AtomicAgent.of(model);
    // @start region="branches"
    var history = ChatHistory.latestTurns(10);
    agent.run(new BasicChatInput("Plan a weekend in Porto."), RunOptions.history(history));

    ChatHistory rainy = history.fork();
    ChatHistory sunny = history.fork();
    agent.run(new BasicChatInput("It rains."), RunOptions.history(rainy));
    agent.run(new BasicChatInput("It is sunny."), RunOptions.history(sunny));
    // @end
    assertThat(history.turns()).hasSize(1);
    assertThat(rainy.turns()).hasSize(2);
    assertThat(sunny.turns()).hasSize(2);
  }

  @Test
  void policyOfABuilder() {
    // @start region="policy"
    var history = ChatHistory.builder().maxTurns(20).overlapPolicy(OverlapPolicy.QUEUE).build();
    // @end
    assertThat(history.overlapPolicy()).isEqualTo(OverlapPolicy.QUEUE);
  }

  private static Turn turn(String text) {
    return Turn.of(ChatEntry.of(Message.user(text)));
  }
}
