package org.atomicagents.internal.http.okhttp;

/**
 * Recognizes failures after which the server has not processed the request (RFC 9113, 8.7).
 *
 * <p>These are streams beyond the server's limit, which a client learns only after it has begun to
 * send, and streams excluded by a GOAWAY frame, which the library reports in the same way.
 */
final class UnprocessedRequests {
  // The library does not export its exception types for these failures.
  private static final String REFUSED = "stream was reset: REFUSED_STREAM";
  private static final String SHUT_DOWN = "okhttp3.internal.http2.ConnectionShutdownException";

  private UnprocessedRequests() {}

  static boolean isReportedBy(Throwable failure) {
    return REFUSED.equals(failure.getMessage()) || failure.getClass().getName().equals(SHUT_DOWN);
  }
}
