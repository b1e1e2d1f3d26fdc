/**
 * Spoils JSON documents in the ways in which weak models do.
 *
 * <p>Each defect knows what it destroyed: what must be read is judged by the value before, never by
 * what a reader happens to do. It shares no code with the readers of core.
 */
@NullMarked
package org.atomicagents.corpus.mutation;

import org.jspecify.annotations.NullMarked;
