package org.atomicagents;

/**
 * Some more text of an answer, and where it stands.
 *
 * @param call which call of a function it is an argument of; {@link #TEXT} if of none
 * @param isAsked whether the output may stand there
 */
record ResponseChunk(int attempt, String text, int call, boolean isAsked) {
  static final int TEXT = -1;
}
