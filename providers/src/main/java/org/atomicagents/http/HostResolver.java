package org.atomicagents.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Finds the addresses of a host.
 *
 * <p>Thread-safe. It may block: it is asked on a thread of its own, once at a time for each host,
 * and not waited for longer than a connection may take; only {@code localhost} is asked for on the
 * caller's thread. Numeric addresses need no look-up, and through a SOCKS proxy the proxy does it.
 */
@FunctionalInterface
public interface HostResolver {

  /**
   * The addresses to try, best first.
   *
   * @throws UnknownHostException if there are none
   */
  List<InetAddress> lookup(String host) throws UnknownHostException;

  /** As the machine does it. */
  static HostResolver system() {
    return host -> List.of(InetAddress.getAllByName(host));
  }
}
