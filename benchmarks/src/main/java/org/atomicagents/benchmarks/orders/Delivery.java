package org.atomicagents.benchmarks.orders;

import java.util.List;
import org.atomicagents.schema.Description;

/** A delivery: a record with a text, an enum, a boolean, a number and a list. */
@Description("A delivery")
public record Delivery(
    String id, Order.Status status, boolean express, int parcels, List<String> notes) {}
