/**
 * HTTP for the wire protocols: exchanges over a pool, and server-sent events.
 *
 * <p>What waits here waits for the calling thread, ends at once when that thread is interrupted,
 * and never outlives the call's deadline.
 */
package org.atomicagents.internal.http;
