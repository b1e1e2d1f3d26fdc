/** Simulations of the routing of requests: their costs are counted, not measured. */
@NullMarked
package org.atomicagents.benchmarks.routing;

import org.jspecify.annotations.NullMarked;
