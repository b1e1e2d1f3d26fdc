package org.atomicagents.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.chat.ConversationTypes;
import org.atomicagents.chat.TurnCodec;
import org.atomicagents.error.StoreException;
import org.atomicagents.internal.redis.RedisConnector;
import org.atomicagents.internal.redis.RedisLink;
import org.atomicagents.limit.PermitStore;
import org.atomicagents.limit.RateLimitBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a Redis server, and the stores in it.
 *
 * <p>The connection is opened again when it is lost; until then, the stores fail at once. A command
 * fails after half a second; see {@link #withTimeout}. No command is sent twice.
 *
 * <p>Thread-safe; create one per process and server. The stores stop working when it is closed.
 */
public final class RedisStores implements AutoCloseable {
  private static final String DEFAULT_PREFIX = "atomic-agents:";
  private static final Duration COMMAND_TIMEOUT = Duration.ofMillis(500);

  private final RedisLink link;
  // Null in a copy, which shares the connection of the original.
  private final @Nullable RedisConnector owned;
  private final String prefix;
  private final RedisPermitStore permits;
  private final RedisUsageStore usage;
  private final AtomicBoolean isClosed = new AtomicBoolean();
  private final RedisRequestSharing sharing;

  private RedisStores(
      RedisLink link, @Nullable RedisConnector owned, String prefix, RedisRequestSharing sharing) {
    this.link = link;
    this.owned = owned;
    this.prefix = prefix;
    this.permits = new RedisPermitStore(link, prefix);
    this.usage = new RedisUsageStore(link, prefix);
    this.sharing = sharing;
  }

  /**
   * Returns the stores of a server.
   *
   * @param uri the address, as in {@code redis://:password@localhost:6379/0}, or {@code rediss://}
   *     for TLS
   * @throws IllegalArgumentException if the address is invalid
   * @throws StoreException if the server cannot be reached, or rejects the password
   */
  public static RedisStores connect(String uri) {
    return open(RedisConnector.create(address(uri)), true);
  }

  /**
   * Returns the stores of a server that may be away: the stores fail until it can be reached, and a
   * rate limit uses its share. A program that needs to start without Redis connects by this method.
   *
   * @throws IllegalArgumentException if the address is invalid
   */
  public static RedisStores connectIfAvailable(String uri) {
    return open(RedisConnector.create(address(uri)), false);
  }

  private static RedisURI address(String uri) {
    try {
      return RedisURI.create(uri);
    } catch (IllegalArgumentException e) {
      // Without the address, which may contain a password.
      throw new IllegalArgumentException(
          "Address of Redis: expected one such as redis://:password@localhost:6379/0, found one "
              + "that is invalid: "
              + e.getMessage(),
          e);
    }
  }

  /**
   * Returns the stores of a server, on the threads and with the options of an application's client:
   * with its TLS settings, for example. The stores open a connection of their own, and never close
   * the client.
   *
   * @throws StoreException if the server cannot be reached, or rejects the password
   */
  public static RedisStores of(RedisClient client, RedisURI uri) {
    return open(
        RedisConnector.sharing(
            Objects.requireNonNull(client, "client"), Objects.requireNonNull(uri, "uri")),
        true);
  }

  private static RedisStores open(RedisConnector connector, boolean isRequired) {
    boolean isOpen = false;
    try {
      RedisLink link =
          isRequired
              ? RedisLink.open(connector, COMMAND_TIMEOUT)
              : RedisLink.openIfAvailable(connector, COMMAND_TIMEOUT);
      var sharing = RedisRequestSharing.of(link, DEFAULT_PREFIX);
      var stores = new RedisStores(link, connector, DEFAULT_PREFIX, sharing);
      isOpen = true;
      return stores;
    } finally {
      if (!isOpen) {
        connector.close();
      }
    }
  }

  /**
   * Returns stores in the same server with another prefix of all keys; default: {@code
   * atomic-agents:}. They share this connection, which is closed with the original.
   */
  public RedisStores withPrefix(String newPrefix) {
    Objects.requireNonNull(newPrefix, "newPrefix");
    return new RedisStores(link, null, newPrefix, sharing.with(link, newPrefix));
  }

  /**
   * Returns stores with another time limit of a command; default: 500 ms. They share this
   * connection, which is closed with the original.
   *
   * @throws IllegalArgumentException if the time limit is not positive
   */
  public RedisStores withTimeout(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(
          "timeout: expected more than 0, found " + timeout + ", in which no command can end");
    }
    RedisLink timed = link.withTimeout(timeout);
    return new RedisStores(timed, null, prefix, sharing.with(timed, prefix));
  }

  /**
   * Returns the token buckets of rate limits, for {@link RateLimitBuilder#store}.
   *
   * <p>Limits with the same name share their buckets, in all processes. Redis refills them by its
   * own clock. Processes that wait for permits take turns.
   */
  public PermitStore permits() {
    return permits;
  }

  /** Returns the used amounts of usage limits. */
  public RedisUsageStore usage() {
    return usage;
  }

  /** Returns a second level of response caches. */
  public RedisCacheStore cache() {
    return new RedisCacheStore(link, prefix);
  }

  /**
   * Returns the interceptor that sends identical concurrent requests of several processes once.
   *
   * <p>All models that carry it, or a copy of it, share requests.
   */
  public RedisRequestSharing requestSharing() {
    return sharing;
  }

  /**
   * Returns a store of conversations.
   *
   * @param types the types of the values in the conversations
   */
  public RedisConversationStore conversations(ConversationTypes types) {
    return new RedisConversationStore(link, prefix, new TurnCodec(types));
  }

  /**
   * Closes the store of usage, and the connection unless these stores are a copy. Copies that count
   * usage are closed before it. Idempotent.
   */
  @Override
  public void close() {
    usage.close();
    if (owned != null && isClosed.compareAndSet(false, true)) {
      sharing.close();
      link.close();
      owned.close();
    }
  }

  /** Returns the server and the prefix of the keys. */
  @Override
  public String toString() {
    return "RedisStores[" + link.server() + ", " + prefix + "]";
  }
}
