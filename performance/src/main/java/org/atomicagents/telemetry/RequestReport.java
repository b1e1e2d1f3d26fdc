package org.atomicagents.telemetry;

import java.time.Duration;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.jspecify.annotations.Nullable;

/**
 * The end of a request.
 *
 * @param failure the exception of the client; null if there is none
 * @param duration the time since the request was sent
 * @param firstChunk the time to the first part of the output; null if there is none
 * @param chunks the number of received parts of the output
 * @param usage the reported tokens; {@link Usage#NONE} if there are none
 * @param finishReason null if the response is incomplete
 * @param responseId the provider's id of the response; null if there is none
 * @param responseModel the model that responded; null if no response began
 */
public record RequestReport(
    ActivityOutcome outcome,
    @Nullable Throwable failure,
    Duration duration,
    @Nullable Duration firstChunk,
    int chunks,
    Usage usage,
    @Nullable FinishReason finishReason,
    @Nullable String responseId,
    @Nullable String responseModel) {}
