/** Streamed runs: the reader thread, the partial document and the iterators over it. */
package org.atomicagents.internal.stream;
