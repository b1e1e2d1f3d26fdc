package org.atomicagents.cache;

import java.util.Objects;

/**
 * The key of a cached output.
 *
 * <p>Two tenants never have equal keys: the hash covers the tenant too. Immutable.
 *
 * @param tenant the customer, user or application whose runs share the entry
 * @param hash a SHA-256 hash, in hexadecimal, of everything that the output depends on
 */
public record CacheKey(String tenant, String hash) {
  public CacheKey {
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(hash, "hash");
  }
}
