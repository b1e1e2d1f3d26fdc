/** Documents that the benchmarks read. */
@NullMarked
package org.atomicagents.benchmarks.documents;

import org.jspecify.annotations.NullMarked;
