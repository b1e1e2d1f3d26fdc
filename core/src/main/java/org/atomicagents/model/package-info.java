/**
 * The interface between agents and model providers: requests, events, retries, deadlines and
 * budgets.
 *
 * <p>Nothing in this package opens a connection. A provider implements {@link
 * org.atomicagents.model.ModelClient}.
 */
package org.atomicagents.model;
