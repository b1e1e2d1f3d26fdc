package org.atomicagents.internal.http;

import java.io.IOException;

/**
 * One exchange of an HTTP library: sent once, read, released.
 *
 * <p>Used by one thread at a time, but for {@link #cancel()}.
 */
public interface TransportCall {

  /** Sends the request and waits for the answer's head. */
  ResponseHead send() throws IOException, InterruptedException;

  /** Waits for more of the body; -1 at its end. */
  int read(byte[] target, int offset, int length) throws IOException, InterruptedException;

  /** Returns what the library means by an exception of {@link #send()} or {@link #read}. */
  TransportFailure classify(Exception failure);

  /** Whether its connection may be shared with other exchanges. */
  boolean mayShareConnection();

  /** Gives the connection back, or away; any number of times. */
  void release();

  /** Cuts the connection, so that whoever waits for it fails at once; from any thread. */
  void cancel();
}
