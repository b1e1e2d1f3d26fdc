/** The parts of the command {@code batch}. */
@NullMarked
package org.atomicagents.cli.batch;

import org.jspecify.annotations.NullMarked;
