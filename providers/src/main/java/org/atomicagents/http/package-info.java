/**
 * Connection pools: limits, timeouts, TLS, proxies and monitoring.
 *
 * <p>This API exposes no type of the HTTP library.
 */
package org.atomicagents.http;
