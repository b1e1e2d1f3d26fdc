/** Measures Atomic Agents against a baseline and against other libraries in the same run. */
@NullMarked
package org.atomicagents.benchmarks;

import org.jspecify.annotations.NullMarked;
