/** Measurements of processes and series of samples. */
@NullMarked
package org.atomicagents.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
