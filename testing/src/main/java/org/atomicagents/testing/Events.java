package org.atomicagents.testing;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import tools.jackson.databind.node.ObjectNode;

/** The server-sent events of a completion, each made when it is read; immutable. */
final class Events extends AbstractList<String> implements RandomAccess {
  private static final String DONE = "data: [DONE]\n\n";

  private final Completion completion;
  private final List<String> pieces;
  private final boolean includesUsage;

  Events(Completion completion, List<String> pieces, boolean includesUsage) {
    this.completion = completion;
    this.pieces = pieces;
    this.includesUsage = includesUsage;
  }

  /** An event with this as its data. */
  static String of(ObjectNode data) {
    return "data: " + Wire.text(data) + "\n\n";
  }

  @Override
  public int size() {
    return pieces.size() + (includesUsage ? 4 : 3);
  }

  @Override
  public String get(int index) {
    int afterPieces = index - 1 - pieces.size();
    if (index == size() - 1) {
      return DONE;
    } else if (index == 0) {
      return chunk(completion.opening());
    } else if (afterPieces < 0) {
      return chunk(completion.piece(pieces.get(index - 1)));
    } else {
      return afterPieces == 0 ? chunk(completion.closing()) : of(completion.usageChunk());
    }
  }

  private String chunk(ObjectNode chunk) {
    return of(includesUsage ? chunk.putNull("usage") : chunk);
  }
}
