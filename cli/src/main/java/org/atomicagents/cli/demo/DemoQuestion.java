package org.atomicagents.cli.demo;

import jakarta.validation.constraints.NotBlank;
import org.atomicagents.schema.Description;

/** What the demo's agent is asked. */
@Description("A question from a curious person")
public record DemoQuestion(@Description("What the person wants to know") @NotBlank String text) {}
