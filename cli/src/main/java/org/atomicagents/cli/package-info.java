/** The {@code atomic} command. */
@NullMarked
package org.atomicagents.cli;

import org.jspecify.annotations.NullMarked;
