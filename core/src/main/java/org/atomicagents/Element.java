package org.atomicagents;

/**
 * A whole item of a list, out of an answer that is still being written.
 *
 * @param attempt which attempt at the output it belongs to, from 1; a re-ask starts a new one, and
 *     its items come from the first one on
 * @param index where it stands in the list, from 0
 */
public record Element<T>(int attempt, int index, T value) {}
