package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Model;
import org.atomicagents.model.TokenCount;
import org.atomicagents.model.TokenCounter;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.testing.SimulatedProvider;
import org.atomicagents.time.Phase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ObservabilitySnippets {
  private final SimulatedProvider provider = SimulatedProvider.start();
  private final OpenAi client = OpenAi.at(provider.baseUrl());
  private final Model model = client.model("some-model");

  @AfterEach
  void close() {
    client.close();
    provider.close();
  }

  @Test
  void firstListener() throws Exception {
    List<String> lines = ChildJvm.run(provider, FirstListener.class);

    assertThat(lines.get(lines.size() - 2)).matches("chat: [1-9]\\d* tokens");
    assertThat(lines.getLast()).startsWith("Timings[total=");
  }

  @Test
  void oneRun() {
    var agent = AtomicAgent.of(model);
    // @start region="one-run"
    var events = new ArrayList<String>();
    var options =
        RunOptions.defaults().withListener(event -> events.add(event.getClass().getSimpleName()));

    agent.run(new BasicChatInput("hello"), options);
    // @end
    assertThat(events)
        .containsExactly(
            AgentEvent.RequestSent.class.getSimpleName(),
            AgentEvent.ResponseReceived.class.getSimpleName(),
            AgentEvent.RunCompleted.class.getSimpleName());
  }

  @Test
  void timings() {
    var agent = AtomicAgent.of(model);
    // @start region="timings"
    RunResult<BasicChatOutput> result = agent.call(new BasicChatInput("hello"));

    for (Phase phase : Phase.values()) {
      System.out.printf("%-10s %8.3f ms%n", phase, result.timings().nanos(phase) / 1e6);
    }
    System.out.printf("%-10s %8.3f ms%n", "total", result.timings().total().toNanos() / 1e6);
    // @end
    assertThat(result.timings().nanos(Phase.FIRST_BYTE)).isPositive();
    assertThat(result.timings().accountedNanos())
        .isLessThanOrEqualTo(result.timings().total().toNanos());
  }

  @Test
  void usage() {
    var agent = AtomicAgent.of(model);
    // @start region="usage"
    var meter = Budget.unlimited(); // counts, and limits nothing
    var options = RunOptions.defaults().withBudget(meter);

    Usage usage = agent.call(new BasicChatInput("hello"), options).usage();
    agent.run(new BasicChatInput("hello again"), options);

    System.out.println(usage.inputTokens() + " in, " + usage.outputTokens() + " out");
    System.out.println(meter.tokens() + " tokens in " + meter.requests() + " requests");
    // @end
    assertThat(usage.totalTokens()).isPositive().isLessThan(meter.tokens());
    assertThat(meter.requests()).isEqualTo(2);
  }

  @Test
  void prepared() {
    var agent = AtomicAgent.of(model);
    var outputs = new ArrayList<BasicChatOutput>();
    // @start region="tokens"
    try (var prepared = agent.prepare(new BasicChatInput("hello"), RunOptions.defaults())) {
      TokenCount tokens = prepared.tokens();
      System.out.println(tokens.system() + " + " + tokens.history() + " + " + tokens.schema());
      System.out.println(prepared.request().messages().size() + " messages");
      if (tokens.total() < 4_000) {
        outputs.add(prepared.call().output());
      }
    }
    // @end
    assertThat(outputs).hasSize(1);
    assertThat(provider.requests()).hasSize(1);
  }

  @Test
  void tokenCounter() {
    // @start region="token-counter"
    TokenCounter threeCharacters = text -> Math.ceilDiv(text.codePointCount(0, text.length()), 3);

    var agent = AtomicAgent.builder(model).tokenCounter(threeCharacters).build();
    int tokens = threeCharacters.count(Message.user("How long is a day on Mars?"));
    // @end
    assertThat(tokens).isEqualTo(9);
    try (var prepared = agent.prepare(new BasicChatInput("hello"), RunOptions.defaults())) {
      assertThat(prepared.tokens().history()).isEqualTo(8); // {"chat_message":"hello"}
    }
  }
}
