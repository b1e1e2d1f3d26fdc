package org.atomicagents.internal.tool;

import java.time.Duration;
import java.util.List;
import org.atomicagents.message.Content;
import org.jspecify.annotations.Nullable;

/**
 * The end of a call.
 *
 * @param text the text that the model receives
 * @param media the media that the model receives
 * @param failure the failure of the call, for listeners; null if it succeeded
 */
record ToolOutcome(
    String text, List<Content> media, Duration duration, @Nullable Exception failure) {}
