package org.atomicagents.internal.json.lenient;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found in a text that may hold JSON.
 *
 * @param candidates in the order of the text
 * @param hasThinking whether a part of the text was passed over since the model thought aloud there
 * @param rejectionReason why the text wasn't read at all; null if it was
 */
public record ExtractionResult(
    List<JsonCandidate> candidates, boolean hasThinking, @Nullable String rejectionReason) {
  public ExtractionResult {
    candidates = List.copyOf(candidates);
  }
}
