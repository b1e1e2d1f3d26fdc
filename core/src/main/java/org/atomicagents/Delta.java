package org.atomicagents;

/**
 * More of the text of an answer, as the model writes it.
 *
 * @param attempt which attempt at the output it belongs to, from 1; a re-ask starts a new one
 * @param text some of the answer's JSON
 */
public record Delta(int attempt, String text) {}
