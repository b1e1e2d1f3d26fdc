package org.atomicagents;

/**
 * More of the text that a model writes, as it came.
 *
 * @param attempt which attempt at the output it belongs to, from 1; a re-ask starts a new one
 */
public record RawDelta(int attempt, String text) {}
