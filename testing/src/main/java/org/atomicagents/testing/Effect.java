package org.atomicagents.testing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a {@link Fault} does to an answer. */
public sealed interface Effect {

  /** Answers with an error instead. */
  record Refusal(ProviderFault.Told told, @Nullable Duration retryAfter) implements Effect {}

  /** Answers, but not what was asked for; HTTP itself is fine. */
  enum Spoilt implements Effect {
    MALFORMED,
    TRUNCATED,
    ERROR_INSIDE,
    PAGE
  }

  /** Stops at some point of the answer. */
  record Stop(Point at, Way way) implements Effect {}

  /** Pauses after each byte. */
  record Slow(Duration perByte) implements Effect {}

  /**
   * Leaves the request unprocessed by means of HTTP/2: its stream is refused, or all newer ones.
   */
  enum Unprocessed implements Effect {
    REFUSED_STREAM,
    GO_AWAY
  }

  /** Where an answer stops. */
  enum Point {
    BEFORE_HEADERS,
    IN_HEADERS,
    IN_BODY
  }

  /** How an answer stops: the connection goes silent, ends, or is reset. */
  enum Way {
    SILENCE,
    END,
    RESET
  }
}
