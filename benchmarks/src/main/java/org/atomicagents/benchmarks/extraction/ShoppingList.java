package org.atomicagents.benchmarks.extraction;

import java.util.List;
import org.atomicagents.schema.Description;

/** A list of texts. */
@Description("Things to buy")
public record ShoppingList(List<String> items) {}
