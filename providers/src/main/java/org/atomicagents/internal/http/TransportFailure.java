package org.atomicagents.internal.http;

/** The failures that a caller can tell apart only with knowledge of the HTTP library. */
public enum TransportFailure {
  /** The proxy refused the user name and the password. */
  PROXY_LOGIN_REFUSED,
  /** The server did not process the request (RFC 9113, 8.7). */
  UNPROCESSED,
  /** Any other failure. */
  OTHER
}
