package org.atomicagents;

/**
 * Text added to a field of a partially received output.
 *
 * @param draft the number of the draft, from 1, as in {@link Partial#draft}: a new draft starts
 *     with an empty field
 * @param text the added text of the value, without the quotes and escapes of JSON
 */
public record FieldDelta(int draft, String text) {}
