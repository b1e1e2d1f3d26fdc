/** What Atomic Agents costs, beside a lower bound and beside others, measured in the same run. */
@NullMarked
package org.atomicagents.benchmarks;

import org.jspecify.annotations.NullMarked;
