package org.atomicagents.internal.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
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
  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final String server;
  private final Duration timeout;

  /**
   * Creates a link.
   *
   * @param server the address of the server, for messages
   * @param timeout the time limit of a command
   */
  public RedisLink(
      StatefulRedisConnection<byte[], byte[]> connection, String server, Duration timeout) {
    this.connection = connection;
    this.server = server;
    this.timeout = timeout;
  }

  /** Returns the bytes of a key or a value. */
  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Returns the result of a command; null if Redis returns nil.
   *
   * @param activity what the command is for, as in "read a cached output"
   * @throws StoreException if the command fails or exceeds its time limit
   * @throws CancelledException if the thread is interrupted
   */
  public <T> @Nullable T run(
      String activity, Function<RedisAsyncCommands<byte[], byte[]>, ? extends Future<T>> command) {
    try {
      return await(activity, command);
    } catch (RedisException e) {
      throw failure(activity, e);
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
    byte[][] keyArray = keys.toArray(byte[][]::new);
    try {
      return this.<Object>await(
          activity, redis -> redis.evalsha(script.digest(), script.output(), keyArray, args));
    } catch (RedisNoScriptException e) {
      return this.<Object>run(
          activity, redis -> redis.eval(bytes(script.text()), script.output(), keyArray, args));
    } catch (RedisException e) {
      throw failure(activity, e);
    }
  }

  private <T> @Nullable T await(
      String activity, Function<RedisAsyncCommands<byte[], byte[]>, ? extends Future<T>> command) {
    Future<T> result = command.apply(connection.async());
    try {
      return result.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      result.cancel(true);
      throw CancelledException.interrupted("waiting for " + server + " to " + activity, e);
    } catch (TimeoutException | CancellationException e) {
      result.cancel(true);
      throw failure(activity, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RedisCommandExecutionException rejected) {
        throw rejected;
      }
      throw failure(activity, e.getCause() == null ? e : e.getCause());
    }
  }

  private StoreException failure(String activity, Throwable cause) {
    String reason =
        cause instanceof TimeoutException
            ? "no response within " + timeout.toMillis() + " ms"
            : String.valueOf(cause.getMessage());
    return StoreException.of(
        "Redis at "
            + server
            + " failed to "
            + activity
            + ": "
            + reason
            + ".\nCheck that the server runs and accepts connections.",
        cause);
  }

  /** Closes the connection. Idempotent. */
  public void close() {
    connection.close();
  }
}
