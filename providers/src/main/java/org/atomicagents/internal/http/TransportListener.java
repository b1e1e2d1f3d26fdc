package org.atomicagents.internal.http;

/**
 * A listener for the steps of one call of a {@link HttpTransport}.
 *
 * <p>Thread-safe: an HTTP library may connect on threads of its own.
 */
public interface TransportListener {

  /** A connection is being opened; ignored once the call has a connection. */
  void connecting();

  /** The connection is open, and its TLS handshake begins. */
  void startingTls();

  /** The call has a connection; {@code shared} if it carries other calls at the same time. */
  void connected(boolean shared);

  /** The connection failed before a response began, and another one may be tried. */
  void disconnected();

  /** The request is about to be sent, possibly over a connection that was not reported. */
  void sending();
}
