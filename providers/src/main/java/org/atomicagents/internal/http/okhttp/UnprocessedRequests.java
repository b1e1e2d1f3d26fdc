package org.atomicagents.internal.http.okhttp;

/**
 * What says that a server did nothing with a request (RFC 9113, 8.7).
 *
 * <p>Servers refuse streams beyond their limit, which a client learns only after it has begun to
 * send, and those that a GOAWAY leaves out, which the HTTP library reports alike.
 */
final class UnprocessedRequests {
  // The library's types for them are not exported.
  private static final String REFUSED = "stream was reset: REFUSED_STREAM";
  private static final String SHUT_DOWN = "okhttp3.internal.http2.ConnectionShutdownException";

  private UnprocessedRequests() {}

  static boolean isReportedBy(Throwable failure) {
    return REFUSED.equals(failure.getMessage()) || failure.getClass().getName().equals(SHUT_DOWN);
  }
}
