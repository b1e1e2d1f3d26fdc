/** Requests whose responses processes share: leases, published events and their readers. */
@NullMarked
package org.atomicagents.internal.redis.sharing;

import org.jspecify.annotations.NullMarked;
