package org.atomicagents.spark;

import java.time.Duration;
import java.util.UUID;
import org.atomicagents.internal.spark.AgentRegistry;
import org.atomicagents.time.TimeSource;

/**
 * The agents of this JVM, by the call that uses them.
 *
 * <p>Static, unlike anything else of this library: the tasks of an executor are deserialized one by
 * one and share nothing but the classes, so that there is no other object to which an agent for all
 * of them could belong. It contains only what tasks in progress use.
 */
final class ExecutorAgents {
  private static final Duration IDLE_TIME = Duration.ofMinutes(1);
  private static final AgentRegistry<UUID, ExecutorAgent<?, ?>> REGISTRY =
      new AgentRegistry<>(TimeSource.system(), IDLE_TIME);

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform().name("atomic-agents-close").unstarted(REGISTRY::closeAll));
  }

  private ExecutorAgents() {}

  /** Returns the agent of a call in this executor; to be {@link #release}d. */
  @SuppressWarnings("unchecked") // All plans with one id are copies of each other.
  static <I, O> ExecutorAgent<I, O> acquire(AgentPlan<I, O> plan) {
    return (ExecutorAgent<I, O>)
        REGISTRY.acquire(
            plan.id(),
            () ->
                ExecutorAgent.create(
                    plan.factory(), plan.options().journal(), plan.executorContext()));
  }

  /** Releases the agent of a call. */
  static void release(AgentPlan<?, ?> plan) {
    REGISTRY.release(plan.id());
  }
}
