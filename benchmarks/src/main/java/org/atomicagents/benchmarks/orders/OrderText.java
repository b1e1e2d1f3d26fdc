package org.atomicagents.benchmarks.orders;

import org.atomicagents.schema.Description;

/** The input from which an agent extracts an order. */
@Description("A message that holds an order")
public record OrderText(@Description("The message") String text) {}
