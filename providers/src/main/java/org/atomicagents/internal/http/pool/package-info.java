/** Connection pools: admission, permits, timeouts and call progress. */
package org.atomicagents.internal.http.pool;
