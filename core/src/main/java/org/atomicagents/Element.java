package org.atomicagents;

/**
 * A complete element of a list in a partially received output.
 *
 * @param <T> the type of the element
 * @param draft the number of the draft, from 1, as in {@link Partial#draft}: a new draft starts
 *     with the first element again
 * @param index the position in the list, from 0
 * @param value the element
 */
public record Element<T>(int draft, int index, T value) {}
