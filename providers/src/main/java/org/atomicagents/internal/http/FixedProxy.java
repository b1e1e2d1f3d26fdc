package org.atomicagents.internal.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;

/** The same proxy for every address. */
public final class FixedProxy extends ProxySelector {
  private final List<Proxy> proxies;

  /**
   * A proxy at {@code http://host:port} or {@code socks://host:port}; its name is looked up when it
   * is needed.
   *
   * @throws IllegalArgumentException if the address is no such thing; it is not repeated, since it
   *     may hold a password
   */
  public FixedProxy(URI address) {
    if (address.getHost() == null || address.getPort() < 0) {
      throw new IllegalArgumentException("proxy: expected http://host:port or socks://host:port");
    }
    var at = InetSocketAddress.createUnresolved(address.getHost(), address.getPort());
    this.proxies = List.of(new Proxy(type(address.getScheme()), at));
  }

  private static Proxy.Type type(String scheme) {
    return switch (scheme) {
      case "http" -> Proxy.Type.HTTP;
      case "socks", "socks5" -> Proxy.Type.SOCKS;
      default ->
          throw new IllegalArgumentException(
              "proxy: expected the scheme http or socks, found " + scheme);
    };
  }

  @Override
  public List<Proxy> select(URI uri) {
    return proxies;
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    // There is no other one.
  }
}
