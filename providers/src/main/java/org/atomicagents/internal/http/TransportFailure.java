package org.atomicagents.internal.http;

/** A kind of failure that is recognized only with knowledge of the HTTP library. */
public enum TransportFailure {
  /** The proxy rejected the user name and password. */
  PROXY_LOGIN_REFUSED,
  /** The server did not process the request (RFC 9113, 8.7). */
  UNPROCESSED,
  /** Any other failure. */
  OTHER
}
