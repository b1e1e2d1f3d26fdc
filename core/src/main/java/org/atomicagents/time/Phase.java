package org.atomicagents.time;

/** A part of a run that is timed separately; phases do not overlap. */
public enum Phase {
  /** Choosing the model, validating and encoding the input, rendering the prompt. */
  PROMPT,
  /** Looking up a cache, and waiting for the response of an identical run. */
  CACHE,
  /**
   * The work of interceptors and of the client besides the phases below, such as writing the
   * request and reading headers. Contains the waiting times of those that record no phases, and
   * what a failed run did after its last recorded phase.
   */
  CLIENT,
  /** Waiting for a permit of a connection pool, or for the lease of a conversation. */
  QUEUE,
  /** Waiting for a rate limit of the application. */
  RATE_WAIT,
  /** Waiting before a failed request is retried. */
  BACKOFF,
  /** DNS lookup, connecting and the TLS handshake. */
  CONNECT,
  /** From the first byte sent to the first byte received. */
  FIRST_BYTE,
  /** From the first byte received to the last. */
  STREAM,
  /** Decoding the JSON of the response, in streams also its parts. */
  READ,
  /** Validating the decoded value, and the checks of a cascade. */
  VALIDATE,
  /** Building the re-ask after an invalid response. */
  RE_ASK,
  /** Running the tools of a loop, and waiting for the decisions of its approver. */
  TOOL,
  /**
   * Waiting for the reader of a stream: before it reads for the first time, while it reads nothing
   * although a chunk may have arrived, and from the end of the response until it reaches that end.
   */
  CALLER,
  /** Committing the turn to the conversation. */
  COMMIT
}
