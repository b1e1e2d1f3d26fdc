/** Texts of several kinds, with which counts of tokens are tested. */
@NullMarked
package org.atomicagents.corpus.text;

import org.jspecify.annotations.NullMarked;
