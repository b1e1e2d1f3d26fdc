/**
 * The connection pool: the queue before it, its time limits, and one call from its permit to the
 * last byte of the response.
 *
 * <p>A call blocks the calling thread, ends at once when that thread is interrupted, and never
 * outlives the deadline of its run.
 */
package org.atomicagents.internal.http.pool;
