package org.atomicagents.durable.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.durable.temporal.TemporalAgents.SEA;
import static org.atomicagents.durable.temporal.TemporalAgents.SKY;
import static org.atomicagents.durable.temporal.TemporalAgents.activities;
import static org.atomicagents.durable.temporal.TemporalAgents.agent;
import static org.atomicagents.durable.temporal.TemporalAgents.answer;
import static org.atomicagents.durable.temporal.TemporalServer.id;
import static org.atomicagents.durable.temporal.TemporalServer.replay;

import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.durable.Signal;
import org.atomicagents.durable.Step;
import org.atomicagents.durable.StepCodec;
import org.atomicagents.durable.StepInput;
import org.atomicagents.durable.temporal.TemporalAgents.Answer;
import org.atomicagents.error.ConflictException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Budget;
import org.atomicagents.price.Charge;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TemporalDurableTest {
  private static final TemporalSettings SETTINGS = TemporalSettings.defaults();
  private static final Signal<String> DECISION = Signal.text("decision");

  private final TemporalServer server = new TemporalServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void runsModelCallsAsActivities() {
    var script = ScriptedModel.of(answer("scattering").withUsage(Usage.of(100, 20)));
    var result = new AtomicReference<RunResult<Answer>>();
    server.start(
        SETTINGS,
        durable -> {
          result.set(agent(durable, script.model()).call(SKY));
          return result.get().output().text();
        },
        activities(script.model()));

    assertThat(TemporalServer.result(server.begin())).isEqualTo("scattering");
    assertThat(script.requests()).hasSize(1);
    assertThat(result.get().usage()).isEqualTo(Usage.of(100, 20));
    assertThat(result.get().requests()).isEqualTo(1);
    assertThat(result.get().charges())
        .extracting(Charge::model)
        .containsExactly(ScriptedModel.DEFAULT_NAME);
  }

  @Test
  void sendsRequestsOfNamedModelsWithTheModelOfTheWorker() {
    var script = ScriptedModel.of(answer("scattering"));
    var inWorkflow = ModelActivities.named("fast", ScriptedModel.of().model());
    server.start(
        SETTINGS,
        durable -> agent(durable, inWorkflow).run(SKY).text(),
        ModelActivities.builder().model("fast", script.model()).build());

    assertThat(TemporalServer.result(server.begin())).isEqualTo("scattering");
    assertThat(script.requests()).hasSize(1);
  }

  @Test
  void continuesFromItsHistoryWithoutRepeatingSteps() throws Exception {
    var script = ScriptedModel.of(answer("one"), answer("two"), answer("three"));
    var isWaiting = new CountDownLatch(1);
    var executions = new AtomicInteger();
    server.start(
        SETTINGS,
        durable -> {
          executions.incrementAndGet();
          var agent = agent(durable, script.model());
          String before = agent.run(SKY).text() + " " + agent.run(SEA).text();
          isWaiting.countDown();
          Optional<String> decision = durable.awaitSignal(DECISION, Duration.ofDays(2));
          return before + " " + decision.orElse("late") + " " + agent.run(SKY).text();
        },
        activities(script.model()));
    WorkflowStub workflow = server.begin();
    isWaiting.await();
    server.evict(workflow);

    signals().send(id(workflow), DECISION, "approved", "form-1");

    assertThat(TemporalServer.result(workflow)).isEqualTo("one two approved three");
    assertThat(script.requests()).hasSize(3);
    assertThat(executions).hasValue(2);
  }

  @Test
  void replaysItsHistoryWithTheSameProgram() throws Exception {
    var script = ScriptedModel.of(answer("one"), answer("two"));
    Function<TemporalDurable, String> body =
        durable -> {
          var agent = agent(durable, script.model());
          String random =
              durable.step(
                  Step.of(
                      durable.names().next("random"),
                      StepInput.none(),
                      StepCodec.text(),
                      () -> String.valueOf(System.nanoTime())));
          durable.sleep(Duration.ofHours(1));
          return agent.run(SKY).text() + agent.run(SEA).text() + random + durable.now();
        };
    server.start(SETTINGS, body, activities(script.model()));
    WorkflowStub workflow = server.begin();
    TemporalServer.result(workflow);

    replay(server.history(workflow), body);

    assertThat(script.requests()).hasSize(2);
  }

  @Test
  void detectsAChangedPromptInAReplay() {
    var script = ScriptedModel.of(answer("one"));
    server.start(
        SETTINGS,
        durable -> agent(durable, script.model()).run(SKY).text(),
        activities(script.model()));
    WorkflowStub workflow = server.begin();
    TemporalServer.result(workflow);

    assertThatThrownBy(() ->
            replay(
                server.history(workflow),
                durable -> agent(durable, script.model(), "Answer in rhymes.").run(SKY).text()))
        .hasStackTraceContaining(
            "Workflow '" + id(workflow) + "', step 'Answer-1' was recorded with another input:")
        .hasStackTraceContaining("message 1 (system)")
        .hasStackTraceContaining("Nothing was sent.");
    assertThat(script.requests()).hasSize(1);
  }

  @Test
  void detectsStepsInAnotherOrder() {
    var script = ScriptedModel.of(answer("one"), answer("two"));
    server.start(
        SETTINGS,
        durable -> {
          var agent = agent(durable, script.model());
          return agent.run(SKY).text() + agent.run(SEA).text();
        },
        activities(script.model()));
    WorkflowStub workflow = server.begin();
    TemporalServer.result(workflow);

    assertThatThrownBy(() ->
            replay(
                server.history(workflow),
                durable -> {
                  var agent = agent(durable, script.model());
                  return agent.run(SEA).text() + agent.run(SKY).text();
                }))
        .hasStackTraceContaining(
            "step 'Answer-1' was recorded with another input: message 2 (user)");
  }

  @Test
  void workflowsKeepTheirPromptByAVersion() throws Exception {
    var script = ScriptedModel.of(answer("one"), answer("two"));
    Function<TemporalDurable, String> before =
        durable -> agent(durable, script.model(), "Answer briefly.").run(SKY).text();
    Function<TemporalDurable, String> after =
        durable -> {
          int version = Workflow.getVersion("answer-prompt", Workflow.DEFAULT_VERSION, 1);
          String prompt =
              version == Workflow.DEFAULT_VERSION ? "Answer briefly." : "Answer in rhymes.";
          return agent(durable, script.model(), prompt).run(SKY).text();
        };
    var body = new AtomicReference<>(before);
    server.start(SETTINGS, durable -> body.get().apply(durable), activities(script.model()));
    WorkflowStub first = server.begin();
    TemporalServer.result(first);
    body.set(after);
    WorkflowStub second = server.begin();
    TemporalServer.result(second);

    replay(server.history(first), after);
    replay(server.history(second), after);

    assertThat(script.lastRequest().messages().getFirst().text()).contains("rhymes");
  }

  @Test
  void workflowsOfAChangedProgramWaitForTheRightOne() throws Exception {
    var script = ScriptedModel.of(answer("one"));
    var isWaiting = new CountDownLatch(1);
    var conflicts = new CountDownLatch(1);
    Function<TemporalDurable, String> right = waiting(script, "Answer briefly.", isWaiting);
    Function<TemporalDurable, String> wrong =
        durable -> {
          try {
            return waiting(script, "Answer in rhymes.", isWaiting).apply(durable);
          } catch (ConflictException e) {
            conflicts.countDown();
            throw e;
          }
        };
    var body = new AtomicReference<>(right);
    server.start(SETTINGS, durable -> body.get().apply(durable), activities(script.model()));
    WorkflowStub workflow = server.begin();
    isWaiting.await();
    body.set(wrong);
    server.evict(workflow);
    signals().send(id(workflow), DECISION, "approved", "form-1");
    conflicts.await();
    body.set(right);

    assertThat(TemporalServer.result(workflow)).isEqualTo("one approved");
    assertThat(script.requests()).hasSize(1);
  }

  @Test
  void enforcesTheLimitsOfTheRun() {
    var script = ScriptedModel.of(answer("one"), answer("two"));
    server.start(
        SETTINGS,
        durable -> {
          RunOptions options = RunOptions.defaults().withBudget(Budget.ofRequests(1));
          var agent = agent(durable, script.model());
          agent.run(SKY, options);
          return agent.run(SEA, options).text();
        },
        activities(script.model()));

    assertThatThrownBy(() -> TemporalServer.result(server.begin()))
        .isInstanceOf(WorkflowFailedException.class)
        .hasStackTraceContaining(LimitExceededException.class.getName());
    assertThat(script.requests()).hasSize(1);
  }

  @Test
  void rejectsStreams() {
    var script = ScriptedModel.of(answer("one"));
    server.start(
        SETTINGS,
        durable -> {
          try (var stream = agent(durable, script.model()).stream(SKY)) {
            return stream.result().text();
          } catch (IllegalStateException e) {
            return e.getMessage();
          }
        },
        activities(script.model()));

    assertThat(TemporalServer.result(server.begin()))
        .isEqualTo(
            "Step 'Answer-1': expected a thread of the workflow, found 'atomic-agents-stream'.\n"
                + "Call run or call instead of stream, and give a ToolLoop the runner"
                + " TemporalDurable.toolRunner().");
    assertThat(script.requests()).isEmpty();
  }

  @Test
  void rejectsThreadsOfOthers() {
    assertThatThrownBy(TemporalDurable::of)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("TemporalDurable: expected a thread of a workflow, found '");
  }

  @Test
  void rejectsASecondEngineOfAWorkflow() {
    server.start(
        SETTINGS,
        durable -> {
          try {
            return TemporalDurable.of().workflowId();
          } catch (IllegalStateException e) {
            return e.getMessage();
          }
        });
    WorkflowStub workflow = server.begin();

    assertThat(TemporalServer.result(workflow))
        .isEqualTo(
            "TemporalDurable: expected one in workflow '%s', found a second one.\nPass the first one on."
                .formatted(id(workflow)));
  }

  private static Function<TemporalDurable, String> waiting(
      ScriptedModel script, String prompt, CountDownLatch isWaiting) {
    return durable -> {
      String answer = agent(durable, script.model(), prompt).run(SKY).text();
      isWaiting.countDown();
      return answer + " " + durable.awaitSignal(DECISION, Duration.ofDays(2)).orElse("late");
    };
  }

  private TemporalSignals signals() {
    return TemporalSignals.of(server.client());
  }
}
