package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.Partial;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.docs.TicketTriage.Ticket;
import org.atomicagents.docs.TicketTriage.Triage;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Model;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.testing.RecordedRequest;
import org.atomicagents.testing.SimulatedProvider;
import org.atomicagents.time.Phase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuickstartSnippets {
  private final SimulatedProvider provider = SimulatedProvider.start();
  private final OpenAi client = OpenAi.at(provider.baseUrl());
  private final Model model = client.model("some-model").withModes(ResponseMode.JSON_SCHEMA);

  @AfterEach
  void close() {
    client.close();
    provider.close();
  }

  @Test
  void ticketTriage() throws Exception {
    List<String> lines = ChildJvm.run(provider, TicketTriage.class);

    assertThat(lines.getLast()).matches("(LOW|NORMAL|HIGH): .+");
    assertThat(bodies()).singleElement().asString().contains("I cannot log in", "gpt-5-mini");
  }

  @Test
  void call() {
    // @start region="call"
    var agent = AtomicAgent.of(Ticket.class, Triage.class, model);
    RunResult<Triage> result = agent.call(new Ticket("I cannot log in."));

    Triage triage = result.output();
    int attempts = result.attempts();
    long tokens = result.usage().totalTokens();
    Duration untilFirstByte = result.timings().of(Phase.FIRST_BYTE);
    // @end
    assertThat(triage.labels()).hasSizeLessThanOrEqualTo(3);
    assertThat(attempts).isEqualTo(1);
    assertThat(tokens).isPositive();
    assertThat(untilFirstByte).isPositive();
  }

  // @start region="service"
  static final class TriageService {
    private final AtomicAgent<Ticket, Triage> agent;

    TriageService(Model model) {
      agent = AtomicAgent.of(Ticket.class, Triage.class, model);
    }

    Triage triage(String text) {
      return agent.run(new Ticket(text));
    }
  }

  // @end

  @Test
  void service() {
    assertThat(new TriageService(model).triage("I cannot log in.").summary()).isNotBlank();
  }

  @Test
  void copies() {
    var otherModel = client.model("other-model");
    var agent = AtomicAgent.of(Ticket.class, Triage.class, model);
    // @start region="copies"
    var strict = agent.withSystemPrompt(SystemPrompt.text("You triage tickets. Be terse."));
    var cheaper = agent.withModel(otherModel);
    // @end
    assertThat(strict.output()).isSameAs(agent.output());
    assertThat(cheaper.output()).isSameAs(agent.output());
  }

  @Test
  void streaming() {
    var screen = new Screen();
    var stories = new ArrayList<BasicChatOutput>();
    var agent = AtomicAgent.of(model);
    var question = new BasicChatInput("Tell me a story.");
    // @start region="streaming"
    try (var stream = agent.stream(question)) {
      for (Partial<BasicChatOutput> partial : stream) {
        screen.show(partial.value().chatMessage());
      }
      stories.add(stream.result());
    }
    // @end
    assertThat(stories).hasSize(1);
    assertThat(screen.text).isEqualTo(stories.getFirst().chatMessage());
  }

  private static final class Screen {
    private String text = "";

    void show(String newText) {
      text = newText;
    }
  }

  @Test
  void runOptions() {
    var agent = AtomicAgent.of(model);
    var otherModel = client.model("other-model");
    var history = ChatHistory.latestTurns(10);
    // @start region="run-options"
    var budget = Budget.of(200_000, 50); // tokens and requests, shared by all runs that use it

    var options =
        RunOptions.timeout(Duration.ofSeconds(30))
            .withHistory(history)
            .withBudget(budget)
            .withModel(otherModel)
            .withMode(ResponseMode.JSON_OBJECT)
            .withSampling(Sampling.defaults().withTemperature(0.2).withMaxTokens(2_000))
            .withLimits(RunLimits.defaults().withMaxAttempts(2));

    agent.run(new BasicChatInput("hello"), options);
    // @end
    assertThat(budget.requests()).isEqualTo(1);
    assertThat(bodies().getFirst())
        .contains("\"model\":\"other-model\"", "\"json_object\"", "\"temperature\":0.2");
  }

  @Test
  void oneDeadline() {
    var agent = AtomicAgent.of(model);
    // @start region="deadline"
    var options = RunOptions.defaults().withDeadline(Deadline.after(Duration.ofSeconds(30)));

    var outline = agent.run(new BasicChatInput("Outline an article about tides."), options);
    var article = agent.run(new BasicChatInput("Write it: " + outline.chatMessage()), options);
    // @end
    assertThat(article.chatMessage()).isNotBlank();
    var passed = RunOptions.defaults().withDeadline(Deadline.after(Duration.ZERO));
    assertThatThrownBy(() -> agent.run(new BasicChatInput("hello"), passed))
        .isInstanceOf(TimedOutException.class);
    assertThat(bodies()).hasSize(2);
  }

  private List<String> bodies() {
    return provider.requests().stream().map(RecordedRequest::body).toList();
  }
}
