package org.atomicagents.cli.spark;

import java.io.Serializable;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The counts of an executor since its start, those of failed tasks included.
 *
 * @param executor the id of the executor
 * @param done the lines with an outcome
 * @param unpriced the lines whose cost is not known
 * @param cost the cost of the others
 * @param problem the reason for which no line can be run; null if there is none
 */
record ExecutorReport(
    String executor,
    long done,
    long failed,
    long replayed,
    int inFlight,
    long inputTokens,
    long outputTokens,
    long unpriced,
    BigDecimal cost,
    @Nullable JobProblem problem)
    implements Serializable {}
