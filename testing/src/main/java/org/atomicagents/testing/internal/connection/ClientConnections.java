package org.atomicagents.testing.internal.connection;

import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.http2.Http2Config;
import io.helidon.webserver.http2.Http2ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** The open connections of a server, by client port; thread-safe. */
public final class ClientConnections {
  private final int maxStreams;
  private final Map<Integer, SocketChannel> accepted = new ConcurrentHashMap<>();
  private final Map<Integer, ClientConnection> connections = new ConcurrentHashMap<>();

  /**
   * @param maxStreams maximum number of concurrent streams per HTTP/2 connection
   */
  public ClientConnections(int maxStreams) {
    this.maxStreams = maxStreams;
  }

  /** Returns the connection of a request. */
  public ClientConnection of(ServerRequest request) {
    return Objects.requireNonNull(
        connections.get(request.remotePeer().port()), "no such connection");
  }

  /** Returns the socket options for the server; TCP_NODELAY sends small writes immediately. */
  public SocketOptions options() {
    return new AcceptedSocketOptions(
        SocketOptions.builder().tcpNoDelay(true).build(), this::accept);
  }

  /** Returns the protocols for the server: HTTP/1.1 and HTTP/2. */
  public List<ServerConnectionSelector> protocols() {
    var http1 = Http1ConnectionSelector.builder().config(Http1Config.create()).build();
    var http2 = Http2ConnectionSelector.builder().http2Config(http2()).build();
    return List.of(
        new InterceptingSelector(
            http1, (server, context) -> open(server, http1Connection(context))),
        new InterceptingSelector(
            http2, (server, context) -> open(server, http2Connection(context))));
  }

  // Http2Streams enforces the stream limit. The server's protection against rapid resets is off,
  // since it would close connections in tests that cancel many requests.
  private static Http2Config http2() {
    return Http2Config.builder().maxConcurrentStreams(Integer.MAX_VALUE).maxRapidResets(-1).build();
  }

  // A failed handshake leaves a closed socket in the map; these are removed from time to time.
  private void accept(SocketChannel socket) {
    if (accepted.size() > 1_000) {
      accepted.values().removeIf(channel -> !channel.isOpen());
    }
    try {
      accepted.put(((InetSocketAddress) socket.getRemoteAddress()).getPort(), socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ClientConnection http1Connection(ConnectionContext context) {
    return new Http1Connection(context, socket(context));
  }

  private ClientConnection http2Connection(ConnectionContext context) {
    return new Http2Connection(context, socket(context), maxStreams);
  }

  private SocketChannel socket(ConnectionContext context) {
    return Objects.requireNonNull(accepted.remove(context.remotePeer().port()), "no such socket");
  }

  private ServerConnection open(ServerConnectionSelector server, ClientConnection connection) {
    ConnectionContext context = connection.context();
    int port = context.remotePeer().port();
    connections.put(port, connection);
    return new TrackedServerConnection(server.connection(context), () -> close(port, connection));
  }

  private void close(int port, ClientConnection connection) {
    connections.remove(port, connection);
    connection.disconnected();
  }
}
