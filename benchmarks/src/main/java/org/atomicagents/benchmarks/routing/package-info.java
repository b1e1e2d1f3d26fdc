/** Simulations of the routing of requests: their costs are counted, not measured. */
package org.atomicagents.benchmarks.routing;
