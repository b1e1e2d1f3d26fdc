package org.atomicagents.internal.http;

/**
 * An HTTP library: the one seam at which it can be exchanged.
 *
 * <p>Thread-safe.
 */
public interface Transport {

  /** Prepares an exchange; nothing is sent before {@link Flight#send()}. */
  Flight prepare(HttpCall http, TransportListener listener);

  /** Connections that are open, in use or not. */
  int open();

  /** Connections that are open and not in use. */
  int idle();

  /** Closes what is idle now, and later what becomes idle. */
  void close();
}
