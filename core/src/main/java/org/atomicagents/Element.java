package org.atomicagents;

/**
 * A whole item of a list, out of an answer that is still being written.
 *
 * @param draft which draft of the output it belongs to, from 1, as of {@link Partial#draft}: in a
 *     new one the items come from the first one on
 * @param index where it stands in the list, from 0
 */
public record Element<T>(int draft, int index, T value) {}
