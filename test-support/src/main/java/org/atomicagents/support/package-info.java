/** Servers and contracts for the tests of several modules. */
@NullMarked
package org.atomicagents.support;

import org.jspecify.annotations.NullMarked;
