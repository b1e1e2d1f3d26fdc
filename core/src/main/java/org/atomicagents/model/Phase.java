package org.atomicagents.model;

/** A part of a run that is timed separately; phases do not overlap. */
public enum Phase {
  /** Validating and encoding the input, rendering the prompt, building the request. */
  PROMPT,
  /**
   * The work of interceptors and of the client besides the phases below, such as writing the
   * request and reading headers. Contains the waiting times of those that record no phases.
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
  /** Decoding the JSON of the response. */
  READ,
  /** Validating the decoded value. */
  VALIDATE,
  /** Building the re-ask after an invalid response. */
  RE_ASK,
  /** Committing the turn to the conversation. */
  COMMIT
}
