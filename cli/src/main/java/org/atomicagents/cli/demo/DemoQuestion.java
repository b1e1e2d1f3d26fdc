package org.atomicagents.cli.demo;

import jakarta.validation.constraints.NotBlank;
import org.atomicagents.schema.Description;

/** The input of the demo agent. */
@Description("A question from a curious person")
public record DemoQuestion(@Description("What the person wants to know") @NotBlank String text) {}
