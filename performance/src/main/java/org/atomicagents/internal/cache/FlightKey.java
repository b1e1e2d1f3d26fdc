package org.atomicagents.internal.cache;

import java.lang.reflect.Type;
import org.atomicagents.cache.CacheKey;

/**
 * The identity of a shared run.
 *
 * @param type the type of the output
 * @param isStream whether the response is streamed
 */
record FlightKey(CacheKey key, Type type, boolean isStream) {}
