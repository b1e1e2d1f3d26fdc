package org.atomicagents.testing.internal.server;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The effect of a fault on the response. */
public sealed interface FaultEffect {

  /** Sends an error response instead. */
  record ErrorResponse(ApiError.ErrorDetails error, @Nullable Duration retryAfter)
      implements FaultEffect {}

  /** Changes the content; the HTTP response is valid. */
  enum ContentCorruption implements FaultEffect {
    MALFORMED,
    TRUNCATED,
    ERROR_INSIDE,
    PAGE
  }

  /** Stops the response before it is complete. */
  record AbortedResponse(AbortPoint point, AbortKind kind) implements FaultEffect {}

  /** Pauses after each byte. */
  record SlowResponse(Duration perByte) implements FaultEffect {}

  /**
   * Leaves the request unprocessed with HTTP/2 frames: refuses its stream, or this and all newer
   * ones.
   */
  enum UnprocessedStream implements FaultEffect {
    REFUSED_STREAM,
    GO_AWAY
  }

  /** The position at which a response stops. */
  enum AbortPoint {
    BEFORE_HEADERS,
    IN_HEADERS,
    IN_BODY
  }

  /** The behaviour of the connection when a response stops. */
  enum AbortKind {
    SILENCE,
    END,
    RESET
  }
}
