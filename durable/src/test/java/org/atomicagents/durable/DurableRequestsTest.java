package org.atomicagents.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.testing.ScriptedResponse.text;
import static org.atomicagents.testing.ScriptedResponse.throwing;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.AtomicAgent;
import org.atomicagents.Partial;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ContextProvider;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.error.AllModelsFailedException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.CircuitOpenException;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.ConflictException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Model;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.Test;

class DurableRequestsTest {
  private static final Question SKY = new Question("Why is the sky blue?");

  private final InMemoryDurable.Journal journal = new InMemoryDurable.Journal("w");

  @Description("A question")
  record Question(String text) {}

  @Description("An answer")
  record Answer(@Description("The answer") String text, @Description("From 0 to 9") int sure) {}

  @Test
  void replaysResponsesWithoutSendingRequests() {
    var script = ScriptedModel.of(answer("one", 1), answer("two", 2));
    var agent = agent(script.model());

    var first = List.of(agent.run(SKY), agent.run(SKY));
    var replay = agent(ScriptedModel.of().model());

    assertThat(List.of(replay.run(SKY), replay.run(SKY))).isEqualTo(first);
    assertThat(journal.steps()).containsExactlyInAnyOrder("Answer-1", "Answer-2");
    assertThat(script.requests()).hasSize(2);
  }

  @Test
  void replaysReAsksFromTheSameResponses() {
    var script = ScriptedModel.of(text("{\"text\":\"one\",\"sure\":\"very\"}"), answer("one", 1));
    RunResult<Answer> first = agent(script.model()).call(SKY);

    RunResult<Answer> replay = agent(ScriptedModel.of().model()).call(SKY);

    assertThat(first.attempts()).isEqualTo(2);
    assertThat(replay.attempts()).isEqualTo(2);
    assertThat(replay.output()).isEqualTo(first.output());
  }

  @Test
  void countsTheUsageAndTheCostOfAReplayAndNoRequest() {
    var script = ScriptedModel.of(answer("one", 1).withUsage(Usage.of(1_000, 200)));
    RunResult<Answer> first = agent(script.model()).call(SKY);

    RunResult<Answer> replay = agent(ScriptedModel.of().model()).call(SKY);

    assertThat(replay.usage()).isEqualTo(first.usage()).isEqualTo(Usage.of(1_000, 200));
    assertThat(replay.cost()).isEqualTo(first.cost());
    assertThat(first.requests()).isEqualTo(1);
    assertThat(replay.requests()).isZero();
  }

  @Test
  void commitsTheSameTurnsToAConversation() {
    var script = ScriptedModel.of(answer("one", 1), answer("two", 2));
    ChatHistory first = ask(agent(script.model()));

    ChatHistory replay = ask(agent(ScriptedModel.of().model()));

    assertThat(replay.messages()).isEqualTo(first.messages()).hasSize(4);
  }

  private static ChatHistory ask(AtomicAgent<Question, Answer> agent) {
    var history = ChatHistory.unbounded();
    agent.run(SKY, RunOptions.history(history));
    agent.run(new Question("And at dusk?"), RunOptions.history(history));
    return history;
  }

  @Test
  void replaysAStreamFromARecordedRun() {
    agent(ScriptedModel.of(answer("one", 1).withChunkSize(3)).model()).run(SKY);

    try (var stream = agent(ScriptedModel.of().model()).stream(SKY)) {
      var partials = new ArrayList<Partial<Answer>>();
      stream.forEach(partials::add);

      assertThat(stream.result()).isEqualTo(new Answer("one", 1));
      assertThat(partials).isNotEmpty();
    }
  }

  @Test
  void rejectsAChangedPromptWithoutSendingARequest() {
    agent(ScriptedModel.of(answer("one", 1)).model()).run(SKY);
    var script = ScriptedModel.of(answer("two", 2));
    var changed =
        agent(script.model())
            .withSystemPrompt(SystemPrompt.builder().background("You are a poet.").build());

    assertThatThrownBy(() -> changed.run(SKY))
        .isInstanceOf(ConflictException.class)
        .hasMessageStartingWith(
            "Workflow 'w', step 'Answer-1' was recorded with another input: message 1"
                + " (system): recorded ")
        .hasMessageContaining("Nothing was sent.\nThe program has changed");
    assertThat(script.requests()).isEmpty();
  }

  @Test
  void ignoresVolatileContentOfThePrompt() {
    var clock = new AtomicInteger();
    var prompt =
        SystemPrompt.builder()
            .provider(
                "clock", ContextProvider.ofVolatile("Time", () -> "t" + clock.incrementAndGet()))
            .build();
    Answer first =
        agent(ScriptedModel.of(answer("one", 1)).model()).withSystemPrompt(prompt).run(SKY);

    Answer replay = agent(ScriptedModel.of().model()).withSystemPrompt(prompt).run(SKY);

    assertThat(replay).isEqualTo(first);
    assertThat(clock).hasValue(2);
  }

  @Test
  void givesAWorkflowTheRecordedDate() {
    Answer first = askWithDate(ScriptedModel.of(answer("one", 1)).model());
    new InMemoryDurable(journal).sleep(Duration.ofDays(2));

    assertThat(askWithDate(ScriptedModel.of().model())).isEqualTo(first);
  }

  private Answer askWithDate(Model model) {
    var durable = new InMemoryDurable(journal);
    Instant now = durable.now();
    var prompt =
        SystemPrompt.builder()
            .provider(
                "date",
                ContextProvider.of("Date", () -> now.atZone(ZoneId.of("UTC")).toLocalDate() + ""))
            .build();
    return AtomicAgent.of(Question.class, Answer.class, DurableRequests.of(durable).applyTo(model))
        .withSystemPrompt(prompt)
        .run(SKY);
  }

  @Test
  void repeatsATemporaryFailureAfterADurableWait() {
    var script = ScriptedModel.of(throwing(outage()), throwing(outage()), answer("one", 1));

    Answer first = agent(script.model()).run(SKY);
    Instant end = journal.time();
    Answer replay = agent(ScriptedModel.of().model()).run(SKY);

    assertThat(replay).isEqualTo(first);
    assertThat(end).isBetween(Instant.EPOCH.plusSeconds(15), Instant.EPOCH.plusSeconds(30));
    assertThat(journal.time()).isEqualTo(end);
    assertThat(journal.steps())
        .containsExactlyInAnyOrder("Answer-1", "Answer-1.2", "Answer-1.3", "sleep-1", "sleep-2");
  }

  @Test
  void repeatsTheFailureOfAllModelsOfAFallback() {
    List<AllModelsFailedException> failures =
        List.of(
            AllModelsFailedException.of(
                List.of(outage(), ConfigurationException.of("The key is missing."))),
            AllModelsFailedException.of(
                List.of(
                    CircuitOpenException.of("one", Duration.ofMinutes(2)),
                    CircuitOpenException.of("two", Duration.ofMinutes(1)))));
    var script =
        ScriptedModel.of(
            throwing(failures.getFirst()), throwing(failures.getLast()), answer("one", 1));

    Answer first = agent(script.model()).run(SKY);
    Instant end = journal.time();
    Answer replay = agent(ScriptedModel.of().model()).run(SKY);

    assertThat(replay).isEqualTo(first);
    assertThat(end).isBetween(Instant.EPOCH.plusSeconds(65), Instant.EPOCH.plusSeconds(70));
    assertThat(journal.time()).isEqualTo(end);
  }

  @Test
  void throwsARecordedFailureAgainWithoutRetries() {
    Model failing = ScriptedModel.of(throwing(outage())).model();

    assertThatThrownBy(() -> agentWithoutRetry(failing).run(SKY))
        .hasMessageContaining("overloaded");
    assertThatThrownBy(() -> agentWithoutRetry(ScriptedModel.of().model()).run(SKY))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("overloaded");
  }

  @Test
  void doesNotWaitInARunWithADeadline() {
    Model failing = ScriptedModel.of(throwing(outage())).model();
    var options = RunOptions.defaults().withDeadline(Deadline.after(Duration.ofMinutes(10)));

    assertThatThrownBy(() -> agent(failing).run(SKY, options))
        .isInstanceOf(UnavailableException.class);
    assertThat(journal.time()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void doesNotRecordACancellation() {
    var cancelled = ScriptedModel.of(throwing(CancelledException.closed("sending a request")));
    assertThatThrownBy(() -> agent(cancelled.model()).run(SKY))
        .isInstanceOf(CancelledException.class);

    Answer answer = agent(ScriptedModel.of(answer("one", 1)).model()).run(SKY);

    assertThat(answer).isEqualTo(new Answer("one", 1));
  }

  @Test
  void showsLiveEventsOnce() {
    var live = new ArrayList<String>();
    var script = ScriptedModel.of(answer("one", 1));
    for (Model model : List.of(script.model(), ScriptedModel.of().model())) {
      DurableRequests requests =
          DurableRequests.of(new InMemoryDurable(journal))
              .withLiveEvents(
                  (step, event) -> live.add(step + " " + event.getClass().getSimpleName()));
      AtomicAgent.of(Question.class, Answer.class, requests.applyTo(model)).run(SKY);
    }

    assertThat(live)
        .startsWith("Answer-1 Started")
        .doesNotHaveDuplicates()
        .endsWith("Answer-1 Finished");
  }

  @Test
  void keepsAPaidResponseIfTheListenerFails() {
    DurableRequests requests =
        DurableRequests.of(new InMemoryDurable(journal))
            .withLiveEvents((step, event) -> {
              throw new IllegalStateException("the screen is closed");
            });
    Model model = requests.applyTo(ScriptedModel.of(answer("one", 1)).model());

    assertThat(AtomicAgent.of(Question.class, Answer.class, model).run(SKY))
        .isEqualTo(new Answer("one", 1));
  }

  @Test
  void separatesBranchesByTheirTags() {
    var durable = new InMemoryDurable(journal);
    Model model = ScriptedModel.of(answer("one", 1), answer("two", 2)).model();
    for (String tag : List.of("a", "b")) {
      Model tagged = DurableRequests.of(durable).withTag(tag).applyTo(model);
      AtomicAgent.of(Question.class, Answer.class, tagged).run(SKY);
    }

    assertThat(journal.steps()).containsExactlyInAnyOrder("Answer[a]-1", "Answer[b]-1");
  }

  private AtomicAgent<Question, Answer> agent(Model model) {
    return AtomicAgent.of(
        Question.class,
        Answer.class,
        DurableRequests.of(new InMemoryDurable(journal)).applyTo(model));
  }

  private AtomicAgent<Question, Answer> agentWithoutRetry(Model model) {
    DurableRequests requests =
        DurableRequests.of(new InMemoryDurable(journal)).withRetry(StepRetry.never());
    return AtomicAgent.of(Question.class, Answer.class, requests.applyTo(model));
  }

  private static UnavailableException outage() {
    return UnavailableException.of(
        new ProviderError("openai", 503, "req-1", "overloaded", "{}"), null);
  }

  private static ScriptedResponse answer(String text, int sure) {
    return text("{\"text\":\"" + text + "\",\"sure\":" + sure + "}");
  }
}
