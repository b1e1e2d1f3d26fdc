/** The layers around a call, and an open-loop load that measures what they add. */
@NullMarked
package org.atomicagents.benchmarks.chain;

import org.jspecify.annotations.NullMarked;
