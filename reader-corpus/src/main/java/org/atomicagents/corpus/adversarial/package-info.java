/**
 * Outputs as models of 0.1 to 8 billion parameters write them, generated from templates that share
 * no rule with the reader, and an independent check of every output that the reader accepts.
 */
@NullMarked
package org.atomicagents.corpus.adversarial;

import org.jspecify.annotations.NullMarked;
