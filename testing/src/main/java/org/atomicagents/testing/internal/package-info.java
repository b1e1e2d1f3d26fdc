/**
 * Makes up values that satisfy a JSON Schema.
 *
 * <p>Written against the JSON Schema specification alone: it shares no code with the readers and
 * schemas of core, so that it finds their mistakes and doesn't repeat them.
 */
@NullMarked
package org.atomicagents.testing.internal;

import org.jspecify.annotations.NullMarked;
