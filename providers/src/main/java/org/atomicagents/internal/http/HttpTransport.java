package org.atomicagents.internal.http;

/**
 * An adapter to an HTTP library; the only interface through which pools use the library.
 *
 * <p>Thread-safe.
 */
public interface HttpTransport {

  /** Returns a new call; nothing is sent before {@link TransportCall#send()}. */
  TransportCall prepare(HttpRequest request, TransportListener listener);

  /** Returns the number of open connections, in use or idle. */
  int openConnections();

  /** Returns the number of open connections that are not in use. */
  int idleConnections();

  /** Closes idle connections now, and every other connection as soon as it becomes idle. */
  void close();
}
