/**
 * Connection pools, their limits, timeouts, TLS and monitoring.
 *
 * <p>No type of the HTTP library appears in this API.
 */
package org.atomicagents.http;
