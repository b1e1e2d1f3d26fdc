package org.atomicagents.benchmarks.extraction;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import org.atomicagents.schema.Description;

/** A text with a pattern, and a positive number. */
@Description("An order of a part")
public record PartOrder(
    @Pattern(regexp = "[A-Z]{2}-[0-9]{3}") String code, @Positive int quantity) {}
