/** The implementation of fallbacks, circuit breakers and hedging. */
package org.atomicagents.internal.resilience;
