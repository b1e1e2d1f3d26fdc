/** The order record that every contender decodes. */
@NullMarked
package org.atomicagents.benchmarks.orders;

import org.jspecify.annotations.NullMarked;
