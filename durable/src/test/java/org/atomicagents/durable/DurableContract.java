package org.atomicagents.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.atomicagents.error.ConflictException;
import org.atomicagents.error.TransportException;
import org.junit.jupiter.api.Test;

/** The behaviour of every engine of durable workflows. */
public abstract class DurableContract {
  private static final Signal<String> SIGNAL = Signal.text("decision");

  private final String workflow = "contract-" + UUID.randomUUID();

  /** The end of a process in the middle of a workflow. */
  public static final class Crash extends Error {
    private static final long serialVersionUID = 1;
  }

  /**
   * Returns the result of a workflow: of a new one, or of one whose last execution ended with a
   * {@link Crash}, which continues.
   *
   * @throws Crash if the body throws it
   */
  protected abstract String run(String id, Function<Durable, String> body) throws Exception;

  /** Begins a workflow that does not end, and stops its execution, so that signals can be sent. */
  protected void begin(String id) {
    assertThatThrownBy(() ->
            run(
                id,
                durable -> {
                  throw new Crash();
                }))
        .isInstanceOf(Crash.class);
  }

  protected abstract SignalSender signals();

  @Test
  void returnsTheRecordedResultWithoutRunningTheActionAgain() throws Exception {
    var runs = new AtomicInteger();

    crashAfter(durable -> text(durable, "a", "input", () -> "result " + runs.incrementAndGet()));
    String result =
        run(
            workflow,
            durable -> text(durable, "a", "input", () -> "result " + runs.incrementAndGet()));

    assertThat(result).isEqualTo("result 1");
    assertThat(runs).hasValue(1);
  }

  @Test
  void runsAStepAgainThatDidNotEnd() throws Exception {
    var runs = new AtomicInteger();
    Function<Durable, String> body =
        durable ->
            text(
                durable,
                "a",
                "input",
                () -> {
                  if (runs.incrementAndGet() == 1) {
                    throw new Crash();
                  }
                  return "result";
                });

    assertThatThrownBy(() -> run(workflow, body)).isInstanceOf(Crash.class);

    assertThat(run(workflow, body)).isEqualTo("result");
    assertThat(runs).hasValue(2);
  }

  @Test
  void throwsTheRecordedFailureAgain() throws Exception {
    var runs = new AtomicInteger();
    Function<Durable, String> body =
        durable -> {
          try {
            return text(
                durable,
                "a",
                "input",
                () -> {
                  runs.incrementAndGet();
                  throw TransportException.of("cut off", TransportException.Stage.RESPONSE, null);
                });
          } catch (TransportException e) {
            return e.getMessage() + " " + e.stage();
          }
        };

    crashAfter(body);

    assertThat(run(workflow, body)).isEqualTo("cut off RESPONSE");
    assertThat(runs).hasValue(1);
  }

  @Test
  void rejectsAStepThatWasRecordedWithAnotherInput() throws Exception {
    var runs = new AtomicInteger();
    crashAfter(durable -> text(durable, "a", "input", () -> "result"));

    String message =
        run(
            workflow,
            durable -> {
              try {
                return text(durable, "a", "other", () -> "result " + runs.incrementAndGet());
              } catch (ConflictException e) {
                assertThat(e.isRetryable()).isFalse();
                return e.getMessage();
              }
            });

    assertThat(message)
        .startsWith(
            "Workflow '%s', step 'a-1' was recorded with another input: the text: recorded "
                .formatted(workflow))
        .contains("Nothing was sent.");
    assertThat(runs).hasValue(0);
  }

  @Test
  void returnsTheTimeOfTheFirstExecution() throws Exception {
    var first = new AtomicText();
    crashAfter(durable -> first.set(durable.now().toString()));

    assertThat(run(workflow, durable -> durable.now().toString())).isEqualTo(first.get());
  }

  @Test
  void continuesAfterASleep() throws Exception {
    Function<Durable, String> body =
        durable -> {
          durable.sleep(Duration.ofMillis(20));
          return text(durable, "a", "input", () -> "result");
        };
    crashAfter(body);

    assertThat(run(workflow, body)).isEqualTo("result");
  }

  @Test
  void receivesSignalsThatWereSentBeforeTheWait() throws Exception {
    begin(workflow);
    signals().send(workflow, SIGNAL, "first", "1");
    signals().send(workflow, SIGNAL, "second", "2");
    signals().send(workflow, Signal.text("other"), "third", "3");

    String received = run(workflow, durable -> await(durable) + " " + await(durable));

    assertThat(received).isEqualTo("first second");
  }

  @Test
  void receivesASignalOfOneKeyOnce() throws Exception {
    begin(workflow);
    signals().send(workflow, SIGNAL, "first", "1");
    signals().send(workflow, SIGNAL, "again", "1");
    signals().send(workflow, SIGNAL, "second", "2");

    assertThat(run(workflow, durable -> await(durable) + " " + await(durable)))
        .isEqualTo("first second");
  }

  @Test
  void receivesTheSameSignalsInAReplay() throws Exception {
    begin(workflow);
    signals().send(workflow, SIGNAL, "first", "1");
    crashAfter(DurableContract::await);
    signals().send(workflow, SIGNAL, "second", "2");

    assertThat(run(workflow, durable -> await(durable) + " " + await(durable)))
        .isEqualTo("first second");
  }

  @Test
  void returnsNothingIfNoSignalArrivesInTime() throws Exception {
    Function<Durable, String> body =
        durable -> durable.awaitSignal(SIGNAL, Duration.ofMillis(20)).orElse("none");
    crashAfter(body);
    signals().send(workflow, SIGNAL, "late", "1");

    assertThat(run(workflow, body)).isEqualTo("none");
  }

  @Test
  void rejectsASignalToAnUnknownWorkflow() {
    assertThatThrownBy(() -> signals().send("unknown", SIGNAL, "value", "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'unknown'");
  }

  private void crashAfter(Function<Durable, String> body) {
    assertThatThrownBy(() ->
            run(
                workflow,
                durable -> {
                  var unused = body.apply(durable);
                  throw new Crash();
                }))
        .isInstanceOf(Crash.class);
  }

  private static String await(Durable durable) {
    return durable.awaitSignal(SIGNAL, Duration.ofSeconds(20)).orElse("none");
  }

  protected static String text(
      Durable durable, String name, String input, StepAction<String> action) {
    return durable.step(
        Step.of(
            durable.names().next(name), StepInput.of("the text", input), StepCodec.text(), action));
  }

  /** A text that a workflow sets. */
  private static final class AtomicText {
    private volatile String value = "";

    String set(String text) {
      value = text;
      return text;
    }

    String get() {
      return value;
    }
  }
}
