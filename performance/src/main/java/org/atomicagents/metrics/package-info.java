/** Metrics of the runs of agents: latencies, failures, tokens and cost. */
package org.atomicagents.metrics;
