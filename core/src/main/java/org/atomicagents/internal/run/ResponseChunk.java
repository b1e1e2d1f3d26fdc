package org.atomicagents.internal.run;

/**
 * A chunk of a response.
 *
 * @param attempt the number of the attempt in its run, from 1
 * @param callIndex the index of the function call whose arguments it continues; {@link #NO_CALL} if
 *     it continues the text of the response
 * @param isOutput whether the chunk is part of the expected output
 */
public record ResponseChunk(int attempt, String text, int callIndex, boolean isOutput) {
  public static final int NO_CALL = -1;
}
