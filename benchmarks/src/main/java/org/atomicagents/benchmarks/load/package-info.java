/** Load generators and the HTTP clients that they drive. */
@NullMarked
package org.atomicagents.benchmarks.load;

import org.jspecify.annotations.NullMarked;
