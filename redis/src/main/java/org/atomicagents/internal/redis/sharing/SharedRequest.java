package org.atomicagents.internal.redis.sharing;

import java.util.List;
import org.atomicagents.internal.redis.RedisKeys;

/**
 * The identity of a request that is shared.
 *
 * @param tenant the customer, user or application whose runs share the response
 * @param hash the hash of the request and its client
 */
public record SharedRequest(String tenant, String hash) {

  /** Returns the key of the state and that of the events. */
  List<byte[]> keys(RedisKeys keys) {
    return List.of(
        keys.keyWithSuffix("state", tenant, hash), keys.keyWithSuffix("events", tenant, hash));
  }
}
