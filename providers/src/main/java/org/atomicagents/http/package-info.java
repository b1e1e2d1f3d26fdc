/**
 * HTTP for model providers: a pool of connections with its limits, and server-sent events.
 *
 * <p>No type of the HTTP library underneath appears here, so that it can be exchanged. What waits
 * here waits for the calling thread, ends at once when that thread is interrupted, and never
 * outlives the call's deadline.
 */
package org.atomicagents.http;
