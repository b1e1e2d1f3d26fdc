/** Types that nothing has touched before they are used for the first time, once in each JVM. */
@NullMarked
package org.atomicagents.benchmarks.firstuse;

import org.jspecify.annotations.NullMarked;
