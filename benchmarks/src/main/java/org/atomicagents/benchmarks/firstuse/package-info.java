/** Types for measuring the first use in a JVM. */
@NullMarked
package org.atomicagents.benchmarks.firstuse;

import org.jspecify.annotations.NullMarked;
