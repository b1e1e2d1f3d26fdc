package org.atomicagents.cli.batch;

import java.io.Serializable;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The limits of the command {@code batch}, as given by its options. Immutable.
 *
 * @param concurrency the lines in progress at a time
 * @param requestsPerMinute the requests per minute; 0 for no limit
 * @param tokensPerMinute the tokens per minute; 0 for no limit
 * @param maxCost the amount after which no further line starts; null for no limit
 * @param maxErrors the failures that stop the batch, in the form of the option; null for no limit
 * @param maxLines the number of lines that are run; {@link Long#MAX_VALUE} for all
 */
public record BatchLimits(
    int concurrency,
    long requestsPerMinute,
    long tokensPerMinute,
    @Nullable BigDecimal maxCost,
    @Nullable String maxErrors,
    long maxLines)
    implements Serializable {}
