package org.atomicagents.internal.json.lenient;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JSON candidates found in a text.
 *
 * @param candidates in the order of the text
 * @param hasThinking whether a part of the text was skipped because it holds the model's reasoning
 * @param unparsed the positions of the first brackets that begin no JSON
 * @param rejectionReason why the text could not be processed, as a noun phrase; null if it could
 */
public record ExtractionResult(
    List<JsonCandidate> candidates,
    boolean hasThinking,
    List<Integer> unparsed,
    @Nullable String rejectionReason) {
  public ExtractionResult {
    candidates = List.copyOf(candidates);
    unparsed = List.copyOf(unparsed);
  }
}
