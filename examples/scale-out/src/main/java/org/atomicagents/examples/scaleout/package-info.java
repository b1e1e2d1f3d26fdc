/** Examples with Redis, Spark, DBOS and Temporal. */
@NullMarked
package org.atomicagents.examples.scaleout;

import org.jspecify.annotations.NullMarked;
