package org.atomicagents.testing.internal.server;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.atomicagents.testing.internal.generate.SimulatedProbabilities;
import tools.jackson.databind.node.ObjectNode;

/** The server-sent events of a completion, each created when it is read; immutable. */
final class SseEvents extends AbstractList<String> implements RandomAccess {
  private static final String DONE = "data: [DONE]\n\n";

  private final Completion completion;
  private final List<String> chunks;
  private final SimulatedProbabilities probabilities;
  private final boolean includesUsage;

  SseEvents(
      Completion completion,
      List<String> chunks,
      SimulatedProbabilities probabilities,
      boolean includesUsage) {
    this.probabilities = probabilities;
    this.completion = completion;
    this.chunks = chunks;
    this.includesUsage = includesUsage;
  }

  @Override
  public int size() {
    return chunks.size() + (includesUsage ? 4 : 3);
  }

  @Override
  public String get(int index) {
    int afterText = index - 1 - chunks.size();
    if (index == size() - 1) {
      return DONE;
    } else if (index == 0) {
      return chunk(completion.firstChunk());
    } else if (afterText < 0) {
      return chunk(completion.textChunk(chunks.get(index - 1), probabilities));
    } else {
      return afterText == 0
          ? chunk(completion.finalChunk())
          : ServerJson.event(completion.usageChunk());
    }
  }

  private String chunk(ObjectNode chunk) {
    return ServerJson.event(includesUsage ? chunk.putNull("usage") : chunk);
  }
}
