package org.atomicagents.internal.run;

/**
 * A chunk of a response's text, with the place that it belongs to.
 *
 * @param attempt the attempt that it belongs to, from 1
 * @param callIndex the index of the function call whose arguments it continues; {@link #NO_CALL} if
 *     it continues the response's text
 * @param isOutput whether the output is expected at this place
 */
public record ResponseChunk(int attempt, String text, int callIndex, boolean isOutput) {
  public static final int NO_CALL = -1;
}
