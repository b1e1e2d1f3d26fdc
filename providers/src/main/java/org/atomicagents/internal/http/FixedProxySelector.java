package org.atomicagents.internal.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A selector of the same proxy for every address. Immutable and thread-safe. */
public final class FixedProxySelector extends ProxySelector {
  private final List<Proxy> proxies;
  private final @Nullable ProxyCredentials credentials;

  /**
   * Creates a selector of the proxy at {@code http://host:port} or {@code socks://host:port}; its
   * host name is resolved by each connection.
   *
   * @throws IllegalArgumentException if the address has another form; the message does not contain
   *     the address, which may include a password
   */
  public FixedProxySelector(URI address) {
    if (address.getHost() == null || address.getPort() < 0) {
      throw new IllegalArgumentException("proxy: expected http://host:port or socks://host:port");
    }
    var socketAddress = InetSocketAddress.createUnresolved(address.getHost(), address.getPort());
    var proxy = new Proxy(type(address.getScheme()), socketAddress);
    this.proxies = List.of(proxy);
    this.credentials = ProxyCredentials.of(address);
    if (credentials != null && proxy.type() == Proxy.Type.SOCKS) {
      throw new IllegalArgumentException(
          "proxy: expected no user name in the address of a SOCKS proxy, found one");
    }
  }

  /** Returns the user name and password of the address; null if it has none. */
  public @Nullable ProxyCredentials credentials() {
    return credentials;
  }

  private static Proxy.Type type(@Nullable String scheme) {
    return switch (scheme == null ? "none" : scheme.toLowerCase(Locale.ROOT)) {
      case "http" -> Proxy.Type.HTTP;
      case "socks", "socks5" -> Proxy.Type.SOCKS;
      default ->
          throw new IllegalArgumentException(
              "proxy: expected the scheme http or socks, found "
                  + (scheme == null ? "none" : scheme));
    };
  }

  @Override
  public List<Proxy> select(URI uri) {
    return proxies;
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    // There is no alternative proxy.
  }
}
