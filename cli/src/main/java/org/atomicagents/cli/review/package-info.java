/** The performance review of an agent file: checks, replays through the simulator, the report. */
@NullMarked
package org.atomicagents.cli.review;

import org.jspecify.annotations.NullMarked;
