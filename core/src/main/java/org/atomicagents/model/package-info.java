/**
 * The interface between agents and model providers: requests, events, retries, deadlines and
 * budgets.
 *
 * <p>This package opens no connections. A provider implements {@link
 * org.atomicagents.model.ModelClient}.
 */
package org.atomicagents.model;
