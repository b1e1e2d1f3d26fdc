package org.atomicagents.benchmarks.routing;

import jakarta.validation.constraints.Max;
import org.atomicagents.schema.Description;

/** The output of a scripted task. */
@Description("A number and its square")
record SquareSolution(
    @Description("The number") int number,
    @Description("The square") long square,
    @Description("The confidence from 0 to 1") @Max(1) double confidence) {}
