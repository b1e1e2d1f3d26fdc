/** One agent, and the places in which it runs: a batch, Spark, DBOS and Temporal. */
@NullMarked
package org.atomicagents.examples.scaleout.places;

import org.jspecify.annotations.NullMarked;
