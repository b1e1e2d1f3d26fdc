/** A simulation of a fleet that shares a rate limit, in discrete events on a simulated clock. */
@NullMarked
package org.atomicagents.examples.scaleout.fleet;

import org.jspecify.annotations.NullMarked;
