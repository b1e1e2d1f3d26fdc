package org.atomicagents.internal.cache;

import java.util.HexFormat;
import org.atomicagents.PreparedRun;
import org.atomicagents.cache.CacheKey;
import org.atomicagents.cache.CacheKeyStrategy;
import org.atomicagents.schema.Schema;

/**
 * The part of the keys of one agent that is equal for all its runs: the tenant, the salt and the
 * type of the output. Immutable and thread-safe.
 */
final class CacheScope {
  // A change of the keys or of the stored form of entries changes this number.
  private static final String FORMAT = "atomic-agents-cache-1";

  private final String tenant;
  private final byte[] prefix;

  CacheScope(String tenant, String salt, Schema<?> output) {
    this.tenant = tenant;
    this.prefix =
        new KeyDigest()
            .add(FORMAT)
            .add(tenant)
            .add(salt)
            .add(output.type().getTypeName())
            .add(output.jsonSchema())
            .finish();
  }

  CacheKey key(CacheKeyStrategy strategy, PreparedRun<?> run) {
    byte[] hash = new KeyDigest().add(prefix).add(strategy.key(run)).finish();
    return new CacheKey(tenant, HexFormat.of().formatHex(hash));
  }
}
