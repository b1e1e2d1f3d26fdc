/** The contenders: Atomic Agents, baselines and other libraries. */
@NullMarked
package org.atomicagents.benchmarks.contender;

import org.jspecify.annotations.NullMarked;
