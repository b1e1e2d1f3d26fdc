/** The extraction tasks of the benchmark {@code weak-models}: types, texts and expected values. */
@NullMarked
package org.atomicagents.benchmarks.extraction;

import org.jspecify.annotations.NullMarked;
