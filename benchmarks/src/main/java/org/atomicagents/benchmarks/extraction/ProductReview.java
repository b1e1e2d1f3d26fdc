package org.atomicagents.benchmarks.extraction;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.atomicagents.schema.Description;

/** A number with a range, and a boolean. */
@Description("A review of a product")
public record ProductReview(String product, @Min(1) @Max(5) int stars, boolean recommended) {}
