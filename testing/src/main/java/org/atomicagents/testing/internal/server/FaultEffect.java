package org.atomicagents.testing.internal.server;

import java.time.Duration;
import org.atomicagents.testing.Fault;
import org.jspecify.annotations.Nullable;

/** What a {@link Fault} does to an answer. */
public sealed interface FaultEffect {

  /** Answers with an error instead. */
  record ErrorResponse(ApiError.ErrorDetails error, @Nullable Duration retryAfter)
      implements FaultEffect {}

  /** Answers, but not what was asked for; HTTP itself is fine. */
  enum ContentCorruption implements FaultEffect {
    MALFORMED,
    TRUNCATED,
    ERROR_INSIDE,
    PAGE
  }

  /** Stops at some point of the answer. */
  record AbortedResponse(AbortPoint point, AbortKind manner) implements FaultEffect {}

  /** Pauses after each byte. */
  record SlowResponse(Duration perByte) implements FaultEffect {}

  /**
   * Leaves the request unprocessed by means of HTTP/2: its stream is refused, or all newer ones.
   */
  enum UnprocessedStream implements FaultEffect {
    REFUSED_STREAM,
    GO_AWAY
  }

  /** Where an answer stops. */
  enum AbortPoint {
    BEFORE_HEADERS,
    IN_HEADERS,
    IN_BODY
  }

  /** How an answer stops: the connection goes silent, ends, or is reset. */
  enum AbortKind {
    SILENCE,
    END,
    RESET
  }
}
