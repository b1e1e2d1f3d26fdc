package org.atomicagents.internal.http;

/**
 * An HTTP library: the one seam at which it can be exchanged.
 *
 * <p>Thread-safe.
 */
public interface HttpTransport {

  /** Prepares an exchange; nothing is sent before {@link TransportCall#send()}. */
  TransportCall prepare(HttpRequest http, TransportListener listener);

  /** Connections that are open, in use or not. */
  int openConnections();

  /** Connections that are open and not in use. */
  int idleConnections();

  /** Closes what is idle now, and later what becomes idle. */
  void close();
}
