package org.atomicagents.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * A resolver of host names.
 *
 * <p>Implementations must be thread-safe and may block. The pool calls the resolver on a separate
 * thread, with at most one look-up at a time for each host, and waits no longer than the connect
 * timeout; only {@code localhost} is resolved on the caller's thread. Numeric addresses are not
 * looked up, and a SOCKS proxy resolves host names itself.
 */
@FunctionalInterface
public interface HostResolver {

  /**
   * Returns the addresses of a host, in the order in which to try them.
   *
   * @throws UnknownHostException if the host has no address
   */
  List<InetAddress> lookup(String host) throws UnknownHostException;

  /** Returns the resolver of the Java platform, {@link InetAddress#getAllByName}. */
  static HostResolver system() {
    return host -> List.of(InetAddress.getAllByName(host));
  }
}
