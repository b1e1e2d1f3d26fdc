package org.atomicagents.model;

/** A part of a run whose time is kept apart; no moment belongs to two of them. */
public enum Phase {
  /** Checking and encoding the input, rendering the prompt, building the request. */
  PROMPT,
  /** Waiting for a place: in a connection pool, or for the turn in a conversation. */
  QUEUE,
  /** Waiting for a rate limit. */
  RATE_WAIT,
  /** Waiting to send a request again that failed. */
  BACKOFF,
  /** Looking up the host, connecting, the TLS handshake. */
  CONNECT,
  /** From the request's first byte sent to the answer's first byte received. */
  FIRST_BYTE,
  /** From the answer's first byte to its last. */
  STREAM,
  /** Turning the answer's JSON into a value. */
  READ,
  /** Checking the value's constraints. */
  VALIDATE,
  /** Writing the request that asks again after an invalid answer. */
  RE_ASK
}
