/**
 * Agents with typed inputs and typed outputs.
 *
 * <p>{@link org.atomicagents.AtomicAgent} is the entry point. A run is configured by {@link
 * org.atomicagents.RunOptions}, and returns an output, a {@link org.atomicagents.RunResult} or an
 * {@link org.atomicagents.AgentStream}.
 */
package org.atomicagents;
