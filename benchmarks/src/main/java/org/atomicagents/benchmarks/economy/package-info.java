/** Tokens that each library sends for the same types, and errors of token counts. */
package org.atomicagents.benchmarks.economy;
