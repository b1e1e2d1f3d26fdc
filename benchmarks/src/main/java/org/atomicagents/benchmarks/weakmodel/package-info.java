/** Typed calls to small local models by this library and others, and their scores. */
@NullMarked
package org.atomicagents.benchmarks.weakmodel;

import org.jspecify.annotations.NullMarked;
