/** The accuracy of rate limits on a simulated clock, and the heap of large batches. */
@NullMarked
package org.atomicagents.benchmarks.limits;

import org.jspecify.annotations.NullMarked;
