/** The connection to Redis, its scripts and its keys. */
@NullMarked
package org.atomicagents.internal.redis;

import org.jspecify.annotations.NullMarked;
