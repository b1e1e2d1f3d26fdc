package org.atomicagents.internal.http;

import java.net.ProxySelector;
import java.time.Duration;
import org.atomicagents.http.HostResolver;
import org.atomicagents.http.TlsSettings;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a pool.
 *
 * @param proxies which proxy each address is reached by; null for that of the Java platform
 */
public record PoolSettings(
    PoolSizes sizes,
    PoolTimeouts times,
    TlsSettings tls,
    HostResolver resolver,
    @Nullable ProxySelector proxies,
    @Nullable ProxyCredentials proxyLogin) {

  /** How much there may be at a time. */
  public record PoolSizes(int maxConnections, int maxPerHost, int maxIdle) {
    public PoolSizes {
      requirePositive("maxConnections", maxConnections);
      requirePositive("maxPerHost", maxPerHost);
      if (maxIdle < 0) {
        throw new IllegalArgumentException("maxIdle: expected 0 or more, found " + maxIdle);
      }
    }
  }

  /** How long things may take. */
  public record PoolTimeouts(
      Duration idle,
      Duration queue,
      Duration connect,
      Duration firstByte,
      Duration betweenChunks,
      Duration total,
      Duration drain) {

    public PoolTimeouts {
      requirePositive("idleTime", idle);
      requirePositive("queueTimeout", queue);
      requirePositive("connectTimeout", connect);
      requirePositive("firstByteTimeout", firstByte);
      requirePositive("chunkTimeout", betweenChunks);
      requirePositive("totalTimeout", total);
      if (drain.isNegative()) {
        throw new IllegalArgumentException("drainTimeout: expected 0 or more, found " + drain);
      }
    }
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": expected 1 or more, found " + value);
    }
  }

  // A millisecond is the least that sockets can wait; 24 days the most (2^31 ms).
  private static void requirePositive(String name, Duration value) {
    if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(Duration.ofDays(24)) > 0) {
      throw new IllegalArgumentException(name + ": expected 1 ms to 24 days, found " + value);
    }
  }
}
