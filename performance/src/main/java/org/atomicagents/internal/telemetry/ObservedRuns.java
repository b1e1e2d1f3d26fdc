package org.atomicagents.internal.telemetry;

import java.util.List;
import java.util.Objects;
import org.atomicagents.Agent;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ConversationKey;
import org.atomicagents.model.Listeners;
import org.atomicagents.telemetry.RunDescription;
import org.atomicagents.telemetry.RunObserver;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an observed agent, and the preparation of its runs. Immutable.
 *
 * @param name the name of the agent; null for its own
 * @param conversation the id of the conversation; null if it is not known
 */
public record ObservedRuns(
    List<GuardedObserver> observers,
    @Nullable String name,
    @Nullable String conversation,
    TimeSource time) {

  /** Returns the settings of an agent with these observers. */
  public static ObservedRuns of(List<RunObserver> observers) {
    List<GuardedObserver> guarded = observers.stream().map(GuardedObserver::of).toList();
    return new ObservedRuns(guarded, null, null, TimeSource.system());
  }

  /** Returns a copy with a name. */
  public ObservedRuns withName(String other) {
    return new ObservedRuns(observers, Objects.requireNonNull(other, "name"), conversation, time);
  }

  /** Returns a copy with the id of a conversation. */
  public ObservedRuns withConversation(String id) {
    return new ObservedRuns(observers, name, Objects.requireNonNull(id, "id"), time);
  }

  /** Returns a copy whose runs belong to the activity that is current on this thread. */
  public ObservedRuns withCallerContext() {
    return new ObservedRuns(
        observers.stream().map(GuardedObserver::inCallerContext).toList(),
        name,
        conversation,
        time);
  }

  /** Returns a copy with a clock. */
  public ObservedRuns withTimeSource(TimeSource source) {
    return new ObservedRuns(
        observers, name, conversation, Objects.requireNonNull(source, "source"));
  }

  /** Prepares a run, which is observed if an observer is enabled. */
  public <I, O> PreparedRun<O> prepare(Agent<I, O> agent, @Nullable I input, RunOptions options) {
    List<GuardedObserver> enabled = enabled();
    if (enabled.isEmpty()) {
      return agent.prepare(input, options);
    }
    String shown = name == null ? agent.name() : name;
    var run = new RunDescription(shown, input, conversation(agent, options), options);
    RunFollower outer = RunFollower.of(options.listeners());
    RunTracker parent = outer == null ? null : outer.tracker();
    var beginning = new Beginning(enabled, run, parent, time);
    RunTracker tracker = beginning.beginInside(outer);
    var follower = new RunFollower(tracker);
    Listeners inherited = outer == null ? options.listeners() : options.listeners().without(outer);
    Runnable restore = tracker.enter();
    try {
      return new ObservedRun<>(
          agent.prepare(input, options.withListeners(inherited.with(follower))),
          follower,
          beginning);
    } catch (RuntimeException | Error e) {
      tracker.fail(e);
      throw e;
    } finally {
      restore.run();
    }
  }

  private List<GuardedObserver> enabled() {
    int count = 0;
    // Without an iterator: an agent whose observers are off allocates nothing.
    for (int i = 0; i < observers.size(); i++) {
      if (observers.get(i).isEnabled()) {
        count++;
      }
    }
    if (count == 0) {
      return List.of();
    }
    return count == observers.size()
        ? observers
        : observers.stream().filter(GuardedObserver::isEnabled).toList();
  }

  private @Nullable String conversation(Agent<?, ?> agent, RunOptions options) {
    if (conversation != null) {
      return conversation;
    }
    ChatHistory history = options.history() == null ? agent.history() : options.history();
    return history == null ? null : history.key().map(ConversationKey::id).orElse(null);
  }

  /** The beginning of an observation, for further runs of a prepared run. */
  record Beginning(
      List<GuardedObserver> observers,
      RunDescription run,
      @Nullable RunTracker parent,
      TimeSource time) {

    RunTracker begin() {
      return new RunTracker(observers, run, parent, time);
    }

    /** Begins in the context of another run, which may have been entered by other threads only. */
    RunTracker beginInside(@Nullable RunFollower outer) {
      if (outer == null) {
        return begin();
      }
      Runnable restore = outer.enter();
      try {
        return begin();
      } finally {
        restore.run();
      }
    }
  }
}
