/** Workflows of Temporal whose activities are the model calls and tool calls of agents. */
@NullMarked
package org.atomicagents.durable.temporal;

import org.jspecify.annotations.NullMarked;
