/** Adversarial texts whose reading must take time and memory proportional to their length. */
@NullMarked
package org.atomicagents.corpus.hostile;

import org.jspecify.annotations.NullMarked;
