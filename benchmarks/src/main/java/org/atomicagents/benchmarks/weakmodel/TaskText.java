package org.atomicagents.benchmarks.weakmodel;

import org.atomicagents.schema.Description;

/** The input of our agents. */
@Description("A text")
record TaskText(String text) {}
