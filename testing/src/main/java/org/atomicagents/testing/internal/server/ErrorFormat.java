package org.atomicagents.testing.internal.server;

import java.time.Duration;
import org.atomicagents.testing.internal.server.ApiError.ErrorDetails;
import org.jspecify.annotations.Nullable;

/** The form of the errors of a protocol; immutable. */
public interface ErrorFormat {
  /**
   * Returns an error response.
   *
   * @param retryAfter the delay before a retry; null for none
   * @param requestId the id of the failed request
   */
  SimulatedResponse.CompleteBody response(
      ErrorDetails error, @Nullable Duration retryAfter, String requestId);

  /** Returns the server-sent event that reports an error in a stream. */
  String event(ErrorDetails error);

  /** Returns the error of a request without an API key. */
  ErrorDetails missingKey();

  /** Returns the error of a request with another API key. */
  ErrorDetails invalidKey();
}
