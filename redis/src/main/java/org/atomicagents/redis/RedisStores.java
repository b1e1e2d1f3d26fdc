package org.atomicagents.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.Objects;
import org.atomicagents.error.StoreException;
import org.atomicagents.internal.redis.RedisLink;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a Redis server, and the stores in it.
 *
 * <p>Thread-safe; create one per process and server. The stores stop working when it is closed.
 */
public final class RedisStores implements AutoCloseable {
  private static final String DEFAULT_PREFIX = "atomic-agents:";
  private static final Duration COMMAND_TIMEOUT = Duration.ofMillis(500);

  private final RedisLink link;
  private final @Nullable RedisClient ownedClient;
  private final String prefix;

  private RedisStores(RedisLink link, @Nullable RedisClient ownedClient, String prefix) {
    this.link = link;
    this.ownedClient = ownedClient;
    this.prefix = prefix;
  }

  /**
   * Returns the stores of a server.
   *
   * @param uri the address, as in {@code redis://:password@localhost:6379/0}, or {@code rediss://}
   *     for TLS
   * @throws IllegalArgumentException if the address is invalid
   * @throws StoreException if the server cannot be reached
   */
  public static RedisStores connect(String uri) {
    RedisURI address = RedisURI.create(uri);
    RedisClient client = RedisClient.create();
    client.setOptions(
        ClientOptions.builder()
            // Commands in a queue would be executed after their callers have given up.
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .socketOptions(SocketOptions.builder().connectTimeout(Duration.ofSeconds(2)).build())
            .build());
    String server = address.getHost() + ":" + address.getPort();
    try {
      StatefulRedisConnection<byte[], byte[]> connection =
          client.connect(ByteArrayCodec.INSTANCE, address);
      return new RedisStores(
          new RedisLink(connection, server, COMMAND_TIMEOUT), client, DEFAULT_PREFIX);
    } catch (RedisException e) {
      client.shutdown();
      throw StoreException.of(
          "Redis at "
              + server
              + " cannot be reached: "
              + e.getMessage()
              + "\nCheck the address, the password, and that the server runs.",
          e);
    }
  }

  /**
   * Returns stores in the same server with another prefix of all keys; default: {@code
   * atomic-agents:}. They share this connection, which is closed with the original.
   */
  public RedisStores withPrefix(String newPrefix) {
    return new RedisStores(link, null, Objects.requireNonNull(newPrefix, "newPrefix"));
  }

  /** Closes the connection, unless these stores are a copy. Idempotent. */
  @Override
  public void close() {
    if (ownedClient != null) {
      link.close();
      ownedClient.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  /** Returns the prefix of the keys. */
  @Override
  public String toString() {
    return "RedisStores[" + prefix + "]";
  }
}
