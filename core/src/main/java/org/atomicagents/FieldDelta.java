package org.atomicagents;

/**
 * More of the text at one place of an output that is still being written.
 *
 * @param draft which draft of the output it belongs to, from 1, as of {@link Partial#draft}: in a
 *     new one the text begins anew
 * @param text what was added, as the value has it: without the quotes and escapes of JSON
 */
public record FieldDelta(int draft, String text) {}
