package org.atomicagents.internal.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.atomicagents.error.StoreException;
import org.jspecify.annotations.Nullable;

/** A client that opens connections to one server. Thread-safe. */
public final class RedisConnector {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  // The default of Lettuce grows to 30 seconds, for which a server that is back would be unused.
  private static final Delay RECONNECT_DELAY =
      Delay.exponential(Duration.ofMillis(1), Duration.ofMillis(500), 2, TimeUnit.MILLISECONDS);

  private final RedisClient client;
  // Null if an application owns the threads.
  private final @Nullable ClientResources ownThreads;
  private final RedisURI address;

  private RedisConnector(
      RedisClient client, @Nullable ClientResources ownThreads, RedisURI address) {
    this.client = client;
    this.ownThreads = ownThreads;
    this.address = address;
  }

  /** Returns a connector with threads of its own. */
  public static RedisConnector create(RedisURI address) {
    ClientResources threads = ClientResources.builder().reconnectDelay(RECONNECT_DELAY).build();
    RedisClient client = RedisClient.create(threads);
    client.setOptions(
        options(
            ClientOptions.builder()
                .socketOptions(SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT).build())));
    return new RedisConnector(client, threads, address);
  }

  /** Returns a connector that shares the threads and the options of an application's client. */
  public static RedisConnector sharing(RedisClient application, RedisURI address) {
    // Options belong to a client, and those of the application may queue and repeat commands.
    RedisClient client = RedisClient.create(application.getResources());
    client.setOptions(options(application.getOptions().mutate()));
    return new RedisConnector(client, null, address);
  }

  private static ClientOptions options(ClientOptions.Builder builder) {
    return builder
        // Commands in a queue would be executed after their callers have given up.
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        // A command without a response may have been executed: repeating it could count twice.
        .replayFilter(command -> true)
        .autoReconnect(true)
        .build();
  }

  /** Returns the address of the server, without the password. */
  public String server() {
    return address.getHost() == null
        ? address.toString()
        : address.getHost() + ":" + address.getPort();
  }

  /**
   * Returns a new connection, which reconnects when it is lost.
   *
   * @throws StoreException if the server cannot be reached, or rejects the password
   */
  public StatefulRedisConnection<byte[], byte[]> connect() {
    try {
      return client.connect(ByteArrayCodec.INSTANCE, address);
    } catch (RedisException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw StoreException.of(
          "Redis at "
              + server()
              + " cannot be reached: "
              + cause.getMessage()
              + "\nCheck the address, the password, and that the server runs.",
          e);
    }
  }

  /** Returns a future new connection; does not block. */
  CompletionStage<StatefulRedisConnection<byte[], byte[]>> connectLater() {
    return client.connectAsync(ByteArrayCodec.INSTANCE, address);
  }

  /** Closes the client and its connections; the threads, too, unless an application owns them. */
  public void close() {
    client.shutdown(Duration.ZERO, CLOSE_TIMEOUT);
    if (ownThreads != null) {
      var unused = ownThreads.shutdown(0, CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
