/**
 * Damages JSON documents in the way that weak models do.
 *
 * <p>Each mutation records the expected outcome. The package shares no code with core's readers.
 */
@NullMarked
package org.atomicagents.corpus.mutation;

import org.jspecify.annotations.NullMarked;
