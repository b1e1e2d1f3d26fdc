package org.atomicagents.benchmarks.orders;

import org.atomicagents.schema.Description;

/** What an agent is asked to turn into an order. */
@Description("A message that holds an order")
public record OrderText(@Description("The message") String text) {}
