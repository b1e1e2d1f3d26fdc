package org.atomicagents.internal.routing;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a sequence of stages. Immutable.
 *
 * @param name the name in messages and events
 * @param stages the stages, in order; at least one
 * @param history the conversation of runs without one in their options; null if there is none
 * @param timeout the maximum duration of runs without one in their options; null for no limit
 * @param streamsAcceptedOnly whether streams show the output that is returned only
 */
public record StageSettings<I, O>(
    String name,
    List<AgentStage<I, O>> stages,
    StagePolicy<O> policy,
    @Nullable ChatHistory history,
    @Nullable Duration timeout,
    Listeners listeners,
    TimeSource time,
    boolean streamsAcceptedOnly) {

  public StageSettings {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(listeners, "listeners");
    Objects.requireNonNull(time, "time");
    stages = List.copyOf(stages);
  }

  /** Returns the deadline of a run that starts now. */
  Deadline deadline(RunOptions options) {
    if (options.deadline() != null) {
      return options.deadline();
    }
    Duration limit = options.timeout() == null ? timeout : options.timeout();
    return limit == null ? Deadline.none() : Deadline.after(limit, time);
  }

  /** Returns the names of the stages, in order. */
  String stageNames() {
    return stages.stream().map(AgentStage::name).collect(Collectors.joining(", "));
  }
}
