/** Fallbacks, circuit breakers, hedging and limits that keep calls of models reliable. */
package org.atomicagents.resilience;
