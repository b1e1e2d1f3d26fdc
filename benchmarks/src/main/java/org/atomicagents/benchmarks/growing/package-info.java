/** Documents of the benchmark {@code streaming}, in a package of their own as a user's would be. */
@NullMarked
package org.atomicagents.benchmarks.growing;

import org.jspecify.annotations.NullMarked;
