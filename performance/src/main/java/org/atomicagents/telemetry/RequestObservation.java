package org.atomicagents.telemetry;

import org.atomicagents.model.ModelEvent;

/** An observation of one request. Used by one thread at a time, except for {@link #end}. */
public interface RequestObservation {

  /**
   * Makes this observation current on the calling thread, which sends the request.
   *
   * @return the action that restores the thread, run by the same thread
   */
  default Runnable enter() {
    return () -> {};
  }

  /** An event of the response was received. */
  default void receive(ModelEvent event) {}

  /**
   * A part of the output was received: text, reasoning or arguments of a call. {@link #receive}
   * follows with the part.
   *
   * @param number the number of the part, from 1
   * @param nanos the time since the request was sent for the first part, and since the part before
   *     for all others, in nanoseconds
   */
  default void receiveChunk(int number, long nanos) {}

  /** The request has ended. Called once. */
  default void end(RequestReport report) {}
}
