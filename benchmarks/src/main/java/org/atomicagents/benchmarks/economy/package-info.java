/** Tokens that each library sends for the same types, and errors of token counts. */
@NullMarked
package org.atomicagents.benchmarks.economy;

import org.jspecify.annotations.NullMarked;
