package org.atomicagents.internal.http;

import java.io.IOException;

/**
 * One call of an HTTP library: sent once, read and released.
 *
 * <p>Not thread-safe, except {@link #cancel()}.
 */
public interface TransportCall {

  /** Sends the request and returns the head of its response. */
  ResponseHead send() throws IOException, InterruptedException;

  /** Reads a part of the body and returns the number of bytes read; -1 at the end of the body. */
  int read(byte[] target, int offset, int length) throws IOException, InterruptedException;

  /** Returns the kind of failure that an exception of {@link #send()} or {@link #read} reports. */
  TransportFailure classify(Exception failure);

  /** Returns whether the connection may be shared with other calls. */
  boolean mayShareConnection();

  /** Releases the connection to its pool, or closes it. Idempotent. */
  void release();

  /** Aborts the call from any thread, so that a blocked {@link #send()} or {@link #read} fails. */
  void cancel();
}
