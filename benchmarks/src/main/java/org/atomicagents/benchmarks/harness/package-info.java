/** Runs contenders alternately in separate processes and reports the results. */
@NullMarked
package org.atomicagents.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
