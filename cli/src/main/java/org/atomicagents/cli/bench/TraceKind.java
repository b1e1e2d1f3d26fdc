package org.atomicagents.cli.bench;

/** The part of a run in which an interval of its trace lies. */
public enum TraceKind {
  /** From the start to the first request: validating and encoding the input, the prompt. */
  PREPARE,
  /** From a request to the first text of its response, permits and connections included. */
  WAIT,
  /** From the first text of a streamed response to its end. */
  STREAM,
  /** From a request to the end of a response that is not streamed or has no text. */
  RESPONSE,
  /** From a request to its failure. */
  FAILED,
  /** From the failure of a request to the request that repeats it. */
  BACKOFF,
  /** After a response: decoding, validation, the request that asks again, the commit. */
  PROCESS
}
