package org.atomicagents;

/**
 * More of a text that a model writes: of the whole answer, or of the text at one place in it.
 *
 * @param draft how often the text has begun, from 1: with a re-ask it begins anew, and a {@link
 *     AgentStream#text} also where {@link Partial#draft} is raised
 * @param text what came: of {@link AgentStream#deltas()} as the model wrote it, of {@link
 *     AgentStream#text} as the value has it, without the quotes and escapes of JSON
 */
public record Delta(int draft, String text) {}
