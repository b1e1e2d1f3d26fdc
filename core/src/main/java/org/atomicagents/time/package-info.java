/** The clock of runs, and the times of their phases. */
@NullMarked
package org.atomicagents.time;

import org.jspecify.annotations.NullMarked;
