/** Batches: one agent, many inputs, bounded concurrency and memory. */
package org.atomicagents.batch;
