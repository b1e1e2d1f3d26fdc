/**
 * Simulates providers with rate limits, on a clock of events, to test callers that obey the limits.
 *
 * <p>The package shares no code with the limits of the performance module, so that it can find
 * their errors.
 */
package org.atomicagents.testing.internal.limit;
