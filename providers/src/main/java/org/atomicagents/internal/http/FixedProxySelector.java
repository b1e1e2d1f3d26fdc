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

/** The same proxy for every address. */
public final class FixedProxySelector extends ProxySelector {
  private final List<Proxy> proxies;
  private final @Nullable ProxyCredentials login;

  /**
   * A proxy at {@code http://host:port} or {@code socks://host:port}; its name is looked up when it
   * is needed.
   *
   * @throws IllegalArgumentException if the address is no such thing; it is not repeated, since it
   *     may hold a password
   */
  public FixedProxySelector(URI address) {
    if (address.getHost() == null || address.getPort() < 0) {
      throw new IllegalArgumentException("proxy: expected http://host:port or socks://host:port");
    }
    var at = InetSocketAddress.createUnresolved(address.getHost(), address.getPort());
    var proxy = new Proxy(type(address.getScheme()), at);
    this.proxies = List.of(proxy);
    this.login = ProxyCredentials.of(address);
    if (login != null && proxy.type() == Proxy.Type.SOCKS) {
      throw new IllegalArgumentException("proxy: expected no user before a socks proxy, found one");
    }
  }

  /** Name and password, if the address has them. */
  public @Nullable ProxyCredentials login() {
    return login;
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
    // There is no other one.
  }
}
