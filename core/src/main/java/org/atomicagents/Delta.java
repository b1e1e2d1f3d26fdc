package org.atomicagents;

/**
 * More of a text that a model writes: of the whole answer, or of the text at one place in it.
 *
 * @param attempt which attempt at the output it belongs to, from 1; a re-ask starts a new one
 * @param text what came: of {@link AgentStream#deltas()} as the model wrote it, of {@link
 *     AgentStream#text} as the value has it, without the quotes and escapes of JSON
 */
public record Delta(int attempt, String text) {}
