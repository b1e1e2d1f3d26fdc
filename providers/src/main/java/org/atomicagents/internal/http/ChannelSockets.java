package org.atomicagents.internal.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import javax.net.SocketFactory;

/**
 * Sockets over channels, which can be looked at without waiting: see {@link IdleCheck}.
 *
 * <p>Only for connections that one exchange uses at a time, since an interrupt of a thread that
 * reads or writes closes a channel. Thread-safe.
 */
final class ChannelSockets extends SocketFactory {

  @Override
  public Socket createSocket() throws IOException {
    return SocketChannel.open().socket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port), localHost, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port), localHost, localPort);
  }

  private static Socket connected(InetSocketAddress address) throws IOException {
    return SocketChannel.open(address).socket();
  }

  private static Socket connected(InetSocketAddress address, InetAddress localHost, int localPort)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.bind(new InetSocketAddress(localHost, localPort));
    channel.connect(address);
    return channel.socket();
  }
}
