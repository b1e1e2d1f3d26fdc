package org.atomicagents;

/**
 * Raw text added to a response.
 *
 * @param attempt the number of the attempt, from 1; a re-ask starts a new one
 * @param text the added text, as received
 */
public record RawDelta(int attempt, String text) {}
