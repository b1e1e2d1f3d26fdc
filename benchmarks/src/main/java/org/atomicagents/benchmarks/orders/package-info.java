/** The order that every side turns from JSON into a value. */
@NullMarked
package org.atomicagents.benchmarks.orders;

import org.jspecify.annotations.NullMarked;
