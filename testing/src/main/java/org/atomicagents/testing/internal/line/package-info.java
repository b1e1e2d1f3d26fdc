/**
 * The connections of a simulated provider's clients, below HTTP: where they are cut, and where it
 * shows that a client has gone.
 */
@NullMarked
package org.atomicagents.testing.internal.line;

import org.jspecify.annotations.NullMarked;
