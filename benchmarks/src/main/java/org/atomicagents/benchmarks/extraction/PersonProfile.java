package org.atomicagents.benchmarks.extraction;

import org.atomicagents.schema.Description;

/** Simple components: two texts and a number. */
@Description("A person")
public record PersonProfile(String name, int age, String city) {}
