package org.atomicagents.cli.demo;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.atomicagents.schema.Description;

/** The output of the demo agent. */
@Description("An answer to a question")
public record DemoAnswer(
    @Description("The answer, in two or three plain sentences") String text,
    @Description("How sure the answer is, from 0 to 1") @DecimalMin("0") @DecimalMax("1")
        double confidence,
    @Description("Questions to ask next, three at most") @Size(max = 3) List<String> followUps) {}
