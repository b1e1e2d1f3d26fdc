/**
 * The exceptions that agents and model clients throw.
 *
 * <p>All of them extend {@link org.atomicagents.error.AgentException}; the subtypes differ in how a
 * caller can react.
 */
package org.atomicagents.error;
