/** Durable workflows of DBOS: the samples of the page about them. */
@NullMarked
package org.atomicagents.examples.scaleout.durable;

import org.jspecify.annotations.NullMarked;
