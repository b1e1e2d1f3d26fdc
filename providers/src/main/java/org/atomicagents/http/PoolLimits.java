package org.atomicagents.http;

import java.time.Duration;

/** The settings of a pool. */
record PoolLimits(
    int maxConnections,
    int maxPerHost,
    int maxIdle,
    Duration idle,
    Duration queue,
    Duration connect,
    Duration firstByte,
    Duration betweenChunks,
    Duration total) {

  PoolLimits {
    requirePositive("maxConnections", maxConnections);
    requirePositive("maxPerHost", maxPerHost);
    if (maxIdle < 0) {
      throw new IllegalArgumentException("maxIdle: expected 0 or more, found " + maxIdle);
    }
    requirePositive("idleTime", idle);
    requirePositive("queueTimeout", queue);
    requirePositive("connectTimeout", connect);
    requirePositive("firstByteTimeout", firstByte);
    requirePositive("chunkTimeout", betweenChunks);
    requirePositive("totalTimeout", total);
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
