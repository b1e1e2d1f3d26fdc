/**
 * The columns, the journal and the agents of executors behind {@code org.atomicagents.spark}.
 *
 * <p>Uses internal packages of other modules: Spark runs on the class path only, where no module
 * hides them.
 */
@NullMarked
package org.atomicagents.internal.spark;

import org.jspecify.annotations.NullMarked;
