package org.atomicagents.internal.http;

import java.net.ProxySelector;
import java.time.Duration;
import org.atomicagents.http.HostResolver;
import org.atomicagents.http.TlsSettings;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a connection pool.
 *
 * @param proxySelector selects the proxy of each address; null for the Java platform's selector
 * @param proxyCredentials the user name and password of the proxy; null if it requires none
 */
public record PoolSettings(
    PoolSizes sizes,
    PoolTimeouts timeouts,
    TlsSettings tls,
    HostResolver resolver,
    @Nullable ProxySelector proxySelector,
    @Nullable ProxyCredentials proxyCredentials) {

  /** The limits of concurrent calls and connections. */
  public record PoolSizes(int maxConnections, int maxPerHost, int maxIdle) {
    public PoolSizes {
      requirePositive("maxConnections", maxConnections);
      requirePositive("maxPerHost", maxPerHost);
      if (maxIdle < 0) {
        throw new IllegalArgumentException("maxIdle: expected 0 or more, found " + maxIdle);
      }
    }
  }

  /** The time limits of a pool and its calls. */
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

  // Socket timeouts range from 1 ms to 2^31 ms, which is about 24 days.
  private static void requirePositive(String name, Duration value) {
    if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(Duration.ofDays(24)) > 0) {
      throw new IllegalArgumentException(name + ": expected 1 ms to 24 days, found " + value);
    }
  }
}
