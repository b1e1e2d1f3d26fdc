package org.atomicagents.benchmarks.extraction;

import org.atomicagents.schema.Description;
import org.jspecify.annotations.Nullable;

/** Two components that may be absent. */
@Description("A guest and how to reach the guest")
public record GuestEntry(String name, @Nullable String email, @Nullable String phone) {}
