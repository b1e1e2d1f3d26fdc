package org.atomicagents.cli.bench;

import java.time.Duration;

/**
 * An interval of a run.
 *
 * @param start the time since the start of the run
 * @param note the type of the failure of a request; else empty
 */
public record TraceSegment(TraceKind kind, Duration start, Duration length, String note) {}
