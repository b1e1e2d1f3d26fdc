package org.atomicagents.internal.redis;

import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.atomicagents.error.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a link.
 *
 * <p>The client opens it again when it is lost. It is replaced when commands time out for a while:
 * a network that drops packets, or a server that was replaced, may never end it. A connection that
 * could not be opened is tried again when commands need it. Thread-safe; only the constructor
 * blocks.
 */
final class RedisChannel {
  // In time limits of a command.
  private static final int MAX_SILENCE = 10;
  private static final long RETRY_NANOS = Duration.ofMillis(500).toNanos();

  private final RedisConnector connector;
  private final AtomicReference<@Nullable StatefulRedisConnection<byte[], byte[]>> connection =
      new AtomicReference<>();
  private final AtomicBoolean isConnecting = new AtomicBoolean();
  private volatile long lastResponse = System.nanoTime();
  private volatile long lastAttempt = System.nanoTime();
  private volatile String reason = "";
  private final AtomicBoolean isClosed = new AtomicBoolean();

  /**
   * Opens a connection.
   *
   * @param isRequired whether a server that is away is an error now
   * @throws StoreException if the server cannot be reached, or rejects the password
   */
  RedisChannel(RedisConnector connector, boolean isRequired) {
    this.connector = connector;
    try {
      connection.set(connector.connect());
    } catch (StoreException e) {
      if (isRequired) {
        throw e;
      }
      reason = String.valueOf(e.getMessage());
    }
  }

  /**
   * Returns the commands.
   *
   * @throws RedisConnectionException if there is no connection yet
   */
  RedisClusterAsyncCommands<byte[], byte[]> commands() {
    StatefulRedisConnection<byte[], byte[]> present = connection.get();
    if (present != null) {
      return present.async();
    }
    connectAgain();
    throw new RedisConnectionException("not connected yet: " + reason);
  }

  /** Records that the server responds. */
  void recordResponse() {
    lastResponse = System.nanoTime();
  }

  /** Records a command without a response, which may be a reason for another connection. */
  void recordTimeout(Duration limit) {
    if (System.nanoTime() - lastResponse > limit.multipliedBy(MAX_SILENCE).toNanos()) {
      connectAgain();
    }
  }

  private void connectAgain() {
    boolean isEarly = System.nanoTime() - lastAttempt < RETRY_NANOS;
    if (isClosed.get() || isEarly || !isConnecting.compareAndSet(false, true)) {
      return;
    }
    lastAttempt = System.nanoTime();
    var unused =
        connector
            .connectLater()
            .whenComplete((opened, failure) -> {
              isConnecting.set(false);
              if (failure != null) {
                reason = String.valueOf(failure.getMessage());
              } else {
                replaceBy(opened);
              }
            });
  }

  private void replaceBy(StatefulRedisConnection<byte[], byte[]> opened) {
    recordResponse();
    StatefulRedisConnection<byte[], byte[]> former = connection.getAndSet(opened);
    if (former != null) {
      var unused = former.closeAsync();
    }
    if (isClosed.get()) {
      var unused = opened.closeAsync();
    }
  }

  /** Closes the connection. Idempotent. */
  void close() {
    if (isClosed.getAndSet(true)) {
      return;
    }
    StatefulRedisConnection<byte[], byte[]> present = connection.get();
    if (present != null) {
      present.close();
    }
  }
}
