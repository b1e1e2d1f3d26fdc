package org.atomicagents.internal.run;

import org.atomicagents.RunOptions;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the runs of one agent that have no options, which are equal for all of them.
 * Thread-safe.
 *
 * <p>Settings with options are not kept: the options of the last run would keep its conversation
 * reachable.
 */
public final class ConfigMemo {
  private volatile @Nullable RunConfig latest;

  /**
   * Resolves the settings of a run that starts now.
   *
   * @param agent the settings of the agent, always the same
   */
  // Options equal to the default ones are rare, and a comparison of counters could be expensive.
  @SuppressWarnings("ReferenceEquality")
  public RunConfig resolve(AgentSettings agent, RunOptions run) {
    if (run != RunOptions.defaults() || agent.timeout() != null) {
      return RunConfig.of(agent, run);
    }
    RunConfig known = latest;
    if (known == null || known.tokenCounter() != agent.tokenCounter().current()) {
      known = RunConfig.of(agent, run);
      latest = known;
    }
    return known;
  }
}
