package org.atomicagents.benchmarks.extraction;

import java.util.Map;
import org.atomicagents.schema.Description;

/** A map from texts to numbers. */
@Description("Products and their prices")
public record PriceList(@Description("The price of each product") Map<String, Integer> prices) {}
