package org.atomicagents.internal.http.okhttp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A factory of sockets that send small segments at once ({@code TCP_NODELAY}).
 *
 * <p>With Nagle's algorithm (RFC 896) the last segment of a request of 8 KB or more waits for the
 * acknowledgement of the previous one, which a server may delay by 40 ms (RFC 1122, 4.2.3.2).
 *
 * <p>Thread-safe.
 */
final class NoDelaySocketFactory extends SocketFactory {
  private final SocketOpener opener;

  private NoDelaySocketFactory(SocketOpener opener) {
    this.opener = opener;
  }

  /** Opens a socket that is not connected yet. */
  @FunctionalInterface
  private interface SocketOpener {
    Socket open() throws IOException;
  }

  /** Returns a factory of plain sockets, for connections that several calls may share. */
  static NoDelaySocketFactory ofSockets() {
    return new NoDelaySocketFactory(Socket::new);
  }

  /**
   * Returns a factory of sockets over channels, which {@link StaleConnectionCheck} can poll without
   * blocking.
   *
   * <p>Suitable only for connections that carry one call at a time, because interrupting a thread
   * that reads or writes closes the channel.
   */
  static NoDelaySocketFactory ofChannels() {
    return new NoDelaySocketFactory(() -> new FramedSocket(SocketChannel.open().socket()));
  }

  @Override
  public Socket createSocket() throws IOException {
    Socket socket = opener.open();
    try {
      socket.setTcpNoDelay(true);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connect(new InetSocketAddress(host, port), null);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connect(new InetSocketAddress(host, port), null);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return connect(new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return connect(new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
  }

  private Socket connect(SocketAddress target, @Nullable SocketAddress local) throws IOException {
    Socket socket = createSocket();
    try {
      if (local != null) {
        socket.bind(local);
      }
      socket.connect(target);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
