/** Batches in processes that are killed. */
@NullMarked
package org.atomicagents.benchmarks.kill;

import org.jspecify.annotations.NullMarked;
