/** Examples of state that processes share in Redis. */
@NullMarked
package org.atomicagents.examples.redis;

import org.jspecify.annotations.NullMarked;
