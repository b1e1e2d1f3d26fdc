package org.atomicagents.internal.telemetry;

import org.atomicagents.model.ActivityListener;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.jspecify.annotations.Nullable;

/**
 * The listener of a prepared run, which passes everything to the tracker of the current run: a
 * prepared run may be started several times. Thread-safe.
 */
final class RunFollower implements ActivityListener {
  private volatile RunTracker tracker;

  RunFollower(RunTracker tracker) {
    this.tracker = tracker;
  }

  /** Returns the follower of the observed run that passed these listeners on; null if none. */
  static @Nullable RunFollower of(Listeners listeners) {
    RunFollower innermost = null;
    for (ActivityListener listener : listeners.activities()) {
      if (listener instanceof RunFollower follower) {
        innermost = follower;
      }
    }
    return innermost;
  }

  RunTracker tracker() {
    return tracker;
  }

  void follow(RunTracker next) {
    tracker = next;
  }

  @Override
  public void onEvent(AgentEvent event) {
    tracker.receive(event);
  }

  @Override
  public Runnable enter() {
    return tracker.enter();
  }

  @Override
  public Runnable enterTool(AgentEvent.ToolStarted started) {
    return tracker.enterTool(started.callId());
  }

  @Override
  public RequestActivity beginRequest(
      int number, Model model, ModelRequest request, RunContext context) {
    return tracker.beginRequest(number, model, request, context);
  }
}
