package org.atomicagents;

/**
 * A chunk of a response's text, with the place that it belongs to.
 *
 * @param attempt the attempt that it belongs to, from 1
 * @param call the index of the function call whose arguments it continues; {@link #TEXT} if it
 *     continues the response's text
 * @param isOutput whether the output is expected at this place
 */
record ResponseChunk(int attempt, String text, int call, boolean isOutput) {
  static final int TEXT = -1;
}
