package org.atomicagents.benchmarks.routing;

import org.atomicagents.schema.Description;

/** The input of a scripted task. */
@Description("A number to square")
record SquareTask(@Description("The number") int number) {}
