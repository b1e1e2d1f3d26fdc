/** Agents as columns of Spark datasets. */
@NullMarked
package org.atomicagents.spark;

import org.jspecify.annotations.NullMarked;
