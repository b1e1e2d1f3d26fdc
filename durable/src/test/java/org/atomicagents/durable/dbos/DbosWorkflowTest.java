package org.atomicagents.durable.dbos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.testing.ScriptedResponse.text;

import dev.dbos.transact.workflow.ForkOptions;
import dev.dbos.transact.workflow.WorkflowState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.atomicagents.AtomicAgent;
import org.atomicagents.durable.Durable;
import org.atomicagents.durable.DurableContract.Crash;
import org.atomicagents.durable.DurableRequests;
import org.atomicagents.durable.Signal;
import org.atomicagents.durable.Step;
import org.atomicagents.durable.StepAction;
import org.atomicagents.durable.StepCodec;
import org.atomicagents.durable.StepInput;
import org.atomicagents.durable.StepName;
import org.atomicagents.error.ConflictException;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DbosWorkflowTest {
  private static final Signal<String> GO = Signal.text("go");

  @SuppressWarnings("NullAway.Init") // Set before all tests.
  private static DbosHosts hosts;

  private final String id = "w-" + UUID.randomUUID();
  private final ConcurrentLinkedQueue<String> runs = new ConcurrentLinkedQueue<>();

  @Description("A question")
  record Question(String text) {}

  @Description("An answer")
  record Answer(String text) {}

  @BeforeAll
  static void start() throws Exception {
    hosts = DbosHosts.start();
  }

  @AfterAll
  static void stop() throws Exception {
    DbosHosts started = hosts;
    if (started != null) {
      started.close();
    }
  }

  @Test
  void replaysModelCallsFromTheDatabase() throws Exception {
    String long1 = "x".repeat(200_000);
    var script =
        ScriptedModel.of(
            text("{\"text\":\"" + long1 + "\"}").withChunkSize(4), text("{\"text\":\"two\"}"));
    Function<Durable, String> body =
        durable -> {
          String result = ask(durable, script).text() + ask(durable, script).text();
          if (runs.isEmpty()) {
            runs.add("first");
            throw new Crash();
          }
          return result;
        };

    assertThatThrownBy(() -> hosts.run(id, body)).isInstanceOf(Crash.class);

    assertThat(hosts.run(id, body)).isEqualTo(long1 + "two");
    assertThat(script.requests()).hasSize(2);
  }

  private static Answer ask(Durable durable, ScriptedModel script) {
    return AtomicAgent.of(
            Question.class, Answer.class, DurableRequests.of(durable).applyTo(script.model()))
        .run(new Question("?"));
  }

  @Test
  void replaysBranchesThatRunAtTheSameTimeInAnyOrder() throws Exception {
    crash(durable -> String.join(" ", branches(durable, List.of("a", "b", "c", "d"))));

    String result =
        hosts.run(
            id,
            durable -> {
              List<String> replayed = branches(durable, List.of("d", "c", "a", "b"));
              return replayed + " " + step(durable, "last", "");
            });

    assertThat(result).isEqualTo("[d 1, c 1, a 1, b 1] last");
    assertThat(runs).hasSize(5);
  }

  @Test
  void continuesBranchesOfWhichSomeWereRecorded() throws Exception {
    crash(durable -> String.join(" ", branches(durable, List.of("b", "d"))));

    assertThat(
            hosts.run(
                id,
                durable ->
                    branches(durable, List.of("a", "b", "c", "d"))
                        + " "
                        + step(durable, "last", "")))
        .isEqualTo("[a 1, b 1, c 1, d 1] last");
    assertThat(runs).hasSize(5);
  }

  /** Returns the results of branches that begin one after the other and run at the same time. */
  private List<String> branches(Durable durable, List<String> tags) {
    var results = new ArrayList<Future<String>>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String tag : tags) {
        results.add(executor.submit(() -> step(durable, "branch", tag)));
      }
    }
    return results.stream().map(Future::resultNow).toList();
  }

  @Test
  void rejectsAStepThatWasAdded() throws Exception {
    crash(durable -> step(durable, "one", "") + step(durable, "two", ""));

    assertThatThrownBy(
            () -> hosts.run(id, durable -> step(durable, "one", "") + step(durable, "new", "")))
        .isInstanceOf(ConflictException.class)
        .hasMessageStartingWith(
            "Workflow '%s': expected step 'two-1' as number 1, as recorded, found step 'new-1'. Nothing was sent."
                .formatted(id));
    assertThat(runs).hasSize(2);
  }

  @Test
  void rejectsAStepInPlaceOfAWait() throws Exception {
    crash(durable -> {
      durable.sleep(Duration.ofMillis(1));
      return "";
    });

    assertThatThrownBy(() -> hosts.run(id, durable -> step(durable, "one", "")))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("expected step 'DBOS.sleep' as number 0");
    assertThat(runs).isEmpty();
  }

  @Test
  void rejectsAWaitInPlaceOfAStep() throws Exception {
    crash(durable -> step(durable, "one", ""));

    assertThatThrownBy(() ->
            hosts.run(
                id,
                durable -> {
                  durable.sleep(Duration.ofMillis(1));
                  return "";
                }))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("expected step 'one-1' as number 0");
  }

  @Test
  void continuesAFailedWorkflowAsAFork() throws Exception {
    crash(durable -> step(durable, "one", "") + step(durable, "two", ""));
    assertThatThrownBy(() -> hosts.run(id, durable -> step(durable, "other", "")))
        .isInstanceOf(ConflictException.class);
    String fork = id + "-fork";
    hosts.deploy(id, durable -> step(durable, "one", "") + step(durable, "two", ""));

    hosts.dbos().forkWorkflow(id, 2, new ForkOptions(fork));

    assertThat(hosts.dbos().<String, Exception>retrieveWorkflow(fork).getResult())
        .isEqualTo("onetwo");
    assertThat(runs).hasSize(2);
  }

  @Test
  void leavesWorkflowsOfAnotherVersionPending() throws Exception {
    Function<Durable, String> body = durable -> step(durable, "one", "");
    crash(body);
    hosts.deploy(id, body);
    hosts.replace("2");
    try {
      assertThat(DbosVersions.pendingOfOthers(hosts.dbos(), "2")).contains(id);
    } finally {
      hosts.replace("1");
    }

    assertThat(hosts.host().await(id)).isEqualTo("one");
    assertThat(DbosVersions.pendingOfOthers(hosts.dbos(), "1")).doesNotContain(id);
  }

  @Test
  void survivesARestartOfTheDatabase() throws Exception {
    hosts.begin(
        id,
        durable -> {
          String one = step(durable, "one", "");
          String two =
              run(
                  durable,
                  durable.names().next("two"),
                  () -> {
                    hosts.postgres().restart();
                    runs.add("two");
                    return "two";
                  });
          String signal = durable.awaitSignal(GO, Duration.ofSeconds(50)).orElse("none");
          return one + two + signal + step(durable, "three", "");
        });
    while (!runs.contains("two")) {
      Thread.onSpinWait();
    }
    hosts.postgres().restart();
    DbosSignals.of(hosts.dbos()).send(id, GO, "go", "1");

    assertThat(hosts.host().await(id)).isEqualTo("onetwogothree");
    assertThat(runs).containsExactly("one", "two", "three");
  }

  @Test
  void continuesAfterAShutdownInTheMiddleOfAStep() throws Exception {
    var inStep = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    hosts.begin(
        id,
        durable ->
            step(durable, "one", "")
                + run(
                    durable,
                    durable.names().next("two"),
                    () -> {
                      inStep.countDown();
                      never.await();
                      return "two";
                    }));
    inStep.await();

    String result = hosts.run(id, durable -> step(durable, "one", "") + step(durable, "two", ""));

    assertThat(result).isEqualTo("onetwo");
    assertThat(runs).containsExactly("one", "two");
  }

  @Test
  void endsACancelledWorkflowAtItsNextStep() throws Exception {
    hosts.begin(
        id,
        durable -> {
          hosts.dbos().cancelWorkflow(id);
          return step(durable, "one", "");
        });

    assertThatThrownBy(() -> hosts.host().await(id)).hasMessageContaining(id);
    assertThat(runs).isEmpty();
    assertThat(hosts.dbos().getWorkflowStatus(id).orElseThrow().status())
        .isEqualTo(WorkflowState.CANCELLED);
  }

  @Test
  void rejectsAStepInAStep() {
    assertThatThrownBy(() ->
            hosts.run(
                id,
                durable ->
                    run(durable, durable.names().next("outer"), () -> step(durable, "inner", ""))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Workflow '%s': expected a step outside of other steps, found step 'inner-1' in one.\n"
                + "Make either the tool or the model that it uses durable.",
            id);
  }

  @Test
  void rejectsWaitsInOtherThreads() {
    assertThatThrownBy(() ->
            hosts.run(
                id,
                durable -> {
                  try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                    executor.submit(() -> durable.sleep(Duration.ofMillis(1))).get();
                    return "";
                  } catch (ExecutionException e) {
                    throw (RuntimeException) e.getCause();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("expected to sleep in the thread of the workflow");
  }

  @Test
  void rejectsAThreadWithoutAWorkflow() {
    assertThatThrownBy(() -> DbosDurable.of(hosts.dbos()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("expected the thread of a workflow, found '");
  }

  private void crash(Function<Durable, String> body) {
    assertThatThrownBy(() ->
            hosts.run(
                id,
                durable -> {
                  var unused = body.apply(durable);
                  throw new Crash();
                }))
        .isInstanceOf(Crash.class);
  }

  private String step(Durable durable, String base, String tag) {
    StepName name = durable.names().next(base, tag);
    return run(
        durable,
        name,
        () -> {
          runs.add(base);
          return tag.isEmpty() ? base : tag + " " + name.ordinal();
        });
  }

  private static String run(Durable durable, StepName name, StepAction<String> action) {
    return durable.step(Step.of(name, StepInput.none(), StepCodec.text(), action));
  }
}
