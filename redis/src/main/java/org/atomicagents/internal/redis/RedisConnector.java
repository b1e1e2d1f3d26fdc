package org.atomicagents.internal.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import org.atomicagents.error.StoreException;

/** A client that opens connections to one server. Thread-safe. */
public final class RedisConnector {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  private final RedisClient client;
  private final RedisURI address;

  private RedisConnector(RedisClient client, RedisURI address) {
    this.client = client;
    this.address = address;
  }

  /** Returns a connector with threads of its own. */
  public static RedisConnector create(RedisURI address) {
    RedisClient client = RedisClient.create();
    client.setOptions(
        options(
            ClientOptions.builder()
                .socketOptions(SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT).build())));
    return new RedisConnector(client, address);
  }

  /** Returns a connector that shares the threads and the options of an application's client. */
  public static RedisConnector sharing(RedisClient application, RedisURI address) {
    // Options belong to a client, and those of the application may queue and repeat commands.
    RedisClient client = RedisClient.create(application.getResources());
    client.setOptions(options(application.getOptions().mutate()));
    return new RedisConnector(client, address);
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

  /** Closes the client and its connections; the threads, too, unless an application owns them. */
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
