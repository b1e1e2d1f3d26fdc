package org.atomicagents.telemetry;

import org.atomicagents.PreparedRun;
import org.atomicagents.model.AgentEvent;

/**
 * An observation of one run.
 *
 * <p>Requests and tools of a run may be concurrent, so that implementations must be thread-safe.
 * {@link #end} is called once, and last, except for requests that outlive the run: those of a run
 * that other callers share, and cancelled ones. The thread that closes the stream waits for ends
 * that other threads are reporting, so that such a report must not wait for the end of the run, nor
 * for a lock that a thread has while it closes the stream.
 */
public interface RunObservation {

  /**
   * The run starts. Called at most once, and not for a run that is only prepared, or whose
   * preparation fails.
   *
   * @param run the prepared run, with its request and its schema
   * @param isStreamed whether the output is streamed to the caller
   */
  default void start(PreparedRun<?> run, boolean isStreamed) {}

  /**
   * Makes this observation current on the calling thread, which works for the run.
   *
   * @return the action that restores the thread, run by the same thread
   */
  default Runnable enter() {
    return () -> {};
  }

  /** Returns an observation of a request, which is sent on the calling thread after this call. */
  default RequestObservation beginRequest(RequestDescription request) {
    return new RequestObservation() {};
  }

  /** Returns an observation of a call of a tool, which the calling thread executes. */
  default ToolObservation beginTool(AgentEvent.ToolStarted call) {
    return new ToolObservation() {};
  }

  /** An event of the run was emitted, those of its requests and tools included. */
  default void receive(AgentEvent event) {}

  /** The run has ended, or will not start. */
  void end(RunReport report);
}
