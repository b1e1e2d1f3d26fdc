/** The stub servers that the contenders call. */
@NullMarked
package org.atomicagents.benchmarks.stub;

import org.jspecify.annotations.NullMarked;
