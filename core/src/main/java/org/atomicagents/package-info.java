/**
 * Agents with a typed input and a typed output.
 *
 * <p>Start with {@link org.atomicagents.AtomicAgent}.
 */
package org.atomicagents;
