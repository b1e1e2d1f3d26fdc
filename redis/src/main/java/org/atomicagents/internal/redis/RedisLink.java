package org.atomicagents.internal.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * A connection to Redis whose commands have a time limit, and whose failures are store failures.
 *
 * <p>All callers share the connection, on which commands are pipelined. Without a connection,
 * commands fail at once instead of being queued. Thread-safe.
 */
public final class RedisLink {
  private final RedisConnector connector;
  private final RedisChannel channel;
  private final Duration timeout;

  private RedisLink(RedisConnector connector, RedisChannel channel, Duration timeout) {
    this.connector = connector;
    this.channel = channel;
    this.timeout = timeout;
  }

  /**
   * Returns a link with a new connection.
   *
   * @param timeout the time limit of a command
   * @throws StoreException if the server cannot be reached, or rejects the password
   */
  public static RedisLink open(RedisConnector connector, Duration timeout) {
    return new RedisLink(connector, new RedisChannel(connector, true), timeout);
  }

  /** Returns a link to a server that may be away: commands fail until it can be reached. */
  public static RedisLink openIfAvailable(RedisConnector connector, Duration timeout) {
    return new RedisLink(connector, new RedisChannel(connector, false), timeout);
  }

  /** Returns a link with the same connection and another time limit of commands. */
  public RedisLink withTimeout(Duration newTimeout) {
    return new RedisLink(connector, channel, newTimeout);
  }

  /**
   * Returns a link with a new connection to the same server, for commands that block; to be closed
   * by its owner.
   *
   * @throws StoreException if the server cannot be reached
   */
  public RedisLink openAnother(Duration newTimeout) {
    return open(connector, newTimeout);
  }

  /** Returns the time limit of a command. */
  public Duration timeout() {
    return timeout;
  }

  /** Returns the address of the server, for messages. */
  public String server() {
    return connector.server();
  }

  /** Returns the bytes of a key or a value. */
  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the bytes of a number in digits. */
  public static byte[] bytes(long number) {
    return bytes(Long.toString(number));
  }

  /**
   * Returns the commands, whose results have no time limit; a listener must not block.
   *
   * @throws RedisException if there is no connection yet
   */
  public RedisClusterAsyncCommands<byte[], byte[]> commands() {
    return channel.commands();
  }

  /**
   * Returns the result of a command; null if Redis returns nil.
   *
   * @param activity what the command is for, as in "read a cached output"
   * @throws StoreException if the command fails or exceeds its time limit
   * @throws CancelledException if the thread is interrupted
   */
  public <T> @Nullable T run(
      String activity,
      Function<RedisClusterAsyncCommands<byte[], byte[]>, ? extends Future<T>> command) {
    Future<T> result;
    try {
      result = command.apply(commands());
    } catch (RedisException | IllegalStateException e) {
      // The connection or the threads of the client were closed.
      throw failure(activity, e);
    }
    try {
      return await(activity, result);
    } finally {
      // Without effect on a result that has arrived.
      result.cancel(true);
    }
  }

  /**
   * Returns the result of a script, which is sent whole if the server does not know it.
   *
   * @throws StoreException if the script fails or exceeds the time limit
   * @throws CancelledException if the thread is interrupted
   */
  public @Nullable Object run(
      String activity, RedisScript script, List<byte[]> keys, byte[]... args) {
    return this.<Object>run(activity, redis -> start(script, keys, args));
  }

  /**
   * Sends a script, whole if the server does not know it, and returns its future result, which has
   * no time limit; it fails if the connection is closed. Listeners of the result must not block.
   */
  public CompletableFuture<Object> start(RedisScript script, List<byte[]> keys, byte[]... args) {
    byte[][] keyArray = keys.toArray(byte[][]::new);
    try {
      return commands()
          .evalsha(script.digest(), script.output(), keyArray, args)
          .toCompletableFuture()
          .exceptionallyCompose(failure -> {
            boolean isUnknown = failure instanceof RedisNoScriptException;
            return isUnknown
                ? commands().eval(bytes(script.text()), script.output(), keyArray, args)
                : CompletableFuture.failedStage(failure);
          });
    } catch (RedisException | IllegalStateException e) {
      // The connection or the threads of the client were closed.
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Returns the result of a command that was sent; the command is not cancelled.
   *
   * @throws StoreException if the command fails or exceeds its time limit
   * @throws CancelledException if the thread is interrupted
   */
  public <T> @Nullable T await(String activity, Future<T> result) {
    try {
      T value = result.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      channel.recordResponse();
      return value;
    } catch (InterruptedException e) {
      throw CancelledException.interrupted("waiting for " + server() + " to " + activity, e);
    } catch (TimeoutException e) {
      channel.recordTimeout(timeout);
      throw failure(activity, e);
    } catch (CancellationException e) {
      throw failure(activity, e);
    } catch (ExecutionException e) {
      throw failure(activity, e.getCause() == null ? e : e.getCause());
    }
  }

  /** Returns the failure of a command. */
  public StoreException failure(String activity, Throwable cause) {
    String reason =
        cause instanceof TimeoutException
            ? "no response within " + timeout.toMillis() + " ms"
            : String.valueOf(cause.getMessage());
    return StoreException.of(
        "Redis at "
            + server()
            + " failed to "
            + activity
            + ": "
            + reason
            + (reason.startsWith("WRONGTYPE")
                ? ".\nAnother program uses the key: choose other keys by RedisStores.withPrefix."
                : ".\nCheck that the server runs and accepts connections."),
        cause);
  }

  /** Closes the connection. Idempotent. */
  public void close() {
    channel.close();
  }
}
