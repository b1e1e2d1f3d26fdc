/**
 * State that processes share in Redis: rate limits, caches, budgets, conversations and requests.
 */
@NullMarked
package org.atomicagents.redis;

import org.jspecify.annotations.NullMarked;
