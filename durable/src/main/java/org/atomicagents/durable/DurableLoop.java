package org.atomicagents.durable;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.tool.Approval;
import org.atomicagents.tool.Completed;
import org.atomicagents.tool.PendingCall;
import org.atomicagents.tool.Suspended;
import org.atomicagents.tool.ToolLoop;
import org.atomicagents.tool.ToolLoopResult;
import org.jspecify.annotations.Nullable;

/**
 * A tool loop in a workflow: calls that require approval wait for a signal with the decisions.
 *
 * {@snippet :
 * Signal<Map<String, Approval>> approvals = Signal.approvals("approval");
 * var loop = DurableLoop.of(durable, toolLoop, approvals, Duration.ofDays(2))
 *     .onSuspended(state -> mail.askForApproval(durable.workflowId(), state.calls()));
 * Answer answer = loop.call(question, RunOptions.defaults()).output();
 * }
 *
 * <p>The suspended state is a step, so that the ids of its calls are the same in each execution.
 * The model of the loop needs {@link DurableRequests}, its tools {@link DurableTools}. A decision
 * about another call, such as one of an earlier state, is ignored. The loop must have no {@link
 * org.atomicagents.tool.ResumeClaims}: the workflow resumes each state once.
 *
 * <p>Immutable, and as thread-safe as its {@link Durable}.
 *
 * @param <I> the type of the input
 * @param <O> the type of the output
 */
public final class DurableLoop<I, O> {
  private static final String TOO_LATE = "There was no decision in time.";

  private final Durable durable;
  private final ToolLoop<I, O> loop;
  private final Signal<Map<String, Approval>> approvals;
  private final Duration timeout;
  private final @Nullable Consumer<? super Suspended<O>> listener;

  private DurableLoop(
      Durable durable,
      ToolLoop<I, O> loop,
      Signal<Map<String, Approval>> approvals,
      Duration timeout,
      @Nullable Consumer<? super Suspended<O>> listener) {
    this.durable = Objects.requireNonNull(durable, "durable");
    this.loop = Objects.requireNonNull(loop, "loop");
    this.approvals = Objects.requireNonNull(approvals, "approvals");
    this.timeout = Objects.requireNonNull(timeout, "timeout");
    this.listener = listener;
  }

  /**
   * Returns a loop of a workflow.
   *
   * @param timeout the time to wait for a signal; then, the calls without a decision are denied
   */
  public static <I, O> DurableLoop<I, O> of(
      Durable durable,
      ToolLoop<I, O> loop,
      Signal<Map<String, Approval>> approvals,
      Duration timeout) {
    return new DurableLoop<>(durable, loop, approvals, timeout, null);
  }

  /**
   * Returns a copy with a listener to suspended states, such as one that asks a person. It is a
   * step of the workflow: called once, and once more if the process crashes during the call.
   */
  public DurableLoop<I, O> onSuspended(Consumer<? super Suspended<O>> newListener) {
    return new DurableLoop<>(
        durable, loop, approvals, timeout, Objects.requireNonNull(newListener, "listener"));
  }

  /**
   * Returns the result of the loop, after all its approvals.
   *
   * @throws org.atomicagents.error.AgentException if the run fails
   */
  public RunResult<O> call(I input, RunOptions options) {
    ToolLoopResult<O> result = loop.start(input, options);
    while (true) {
      switch (result) {
        case Completed<O> completed -> {
          return completed.result();
        }
        case Suspended<O> suspended -> {
          Suspended<O> state = record(suspended);
          notifyOf(state);
          result = loop.resume(state, decisions(state), options);
        }
      }
    }
  }

  private Suspended<O> record(Suspended<O> suspended) {
    StepInput input = StepInput.none();
    int number = 0;
    for (PendingCall call : suspended.calls()) {
      number++;
      input = input.with("call " + number, call.tool() + " " + hash(call.input()));
    }
    String json =
        durable.step(
            Step.of(
                durable.names().next("suspended " + loop.name()),
                input,
                StepCodec.text(),
                suspended::toJson));
    return Suspended.fromJson(json);
  }

  private static String hash(String text) {
    return StepInput.of("text", text).hash();
  }

  private void notifyOf(Suspended<O> state) {
    if (listener != null) {
      durable.step(
          Step.of(
              durable.names().next("notify " + loop.name()),
              StepInput.none(),
              StepCodec.text(),
              () -> {
                listener.accept(state);
                return "";
              }));
    }
  }

  private Map<String, Approval> decisions(Suspended<O> state) {
    while (true) {
      Map<String, Approval> received = durable.awaitSignal(approvals, timeout).orElse(null);
      var decisions = new HashMap<String, Approval>();
      for (PendingCall call : state.calls()) {
        Approval decision = received == null ? Approval.deny(TOO_LATE) : received.get(call.id());
        if (decision != null) {
          decisions.put(call.id(), decision);
        }
      }
      if (!decisions.isEmpty()) {
        return decisions;
      }
    }
  }
}
