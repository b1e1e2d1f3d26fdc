package org.atomicagents.model;

/**
 * A listener that follows the activities of a run on their threads, for tracing.
 *
 * <p>Besides all events of the run, it receives each request with the events of its response, and
 * the threads on which the run, its requests and its tools execute. Each {@code enter} method is
 * called by such a thread, and the returned action later by the same thread; calls nest.
 *
 * <p>Methods are called by the threads of the run, possibly concurrently. An exception is logged as
 * a warning and has no other effect.
 */
public interface ActivityListener extends AgentListener {

  /**
   * Makes the run current on the calling thread, which works for it from now on.
   *
   * @return the action that restores the thread
   */
  Runnable enter();

  /**
   * Makes a call of a tool current on the calling thread, which executes it.
   *
   * @param started the event of the call, which was emitted before
   * @return the action that restores the thread
   */
  Runnable enterTool(AgentEvent.ToolStarted started);

  /**
   * Returns an observer of a request, which is sent after this call.
   *
   * <p>{@link AgentEvent.RequestSent} was emitted before. Called for every request that reaches a
   * client, whichever interceptor caused it: first attempts, retries, hedges and fallbacks.
   *
   * @param number the number of the request in its run, from 1
   * @param model the model that sends the request
   * @param context the context of the request, which may be a {@linkplain RunContext#branch()
   *     branch} of its run
   */
  RequestActivity beginRequest(int number, Model model, ModelRequest request, RunContext context);

  /**
   * An observer of one request.
   *
   * <p>If the exchange is read to its end, fails or is closed, one of {@link #complete}, {@link
   * #fail} and {@link #close} is called, and possibly more of them, by several threads; the first
   * call counts.
   */
  interface RequestActivity {

    /**
     * Makes the request current on the calling thread, which sends it.
     *
     * @return the action that restores the thread
     */
    Runnable enter();

    /** An event of the response was received. Called by one thread at a time. */
    void receive(ModelEvent event);

    /** The response was read to its end. */
    void complete();

    /** The request or its response failed with an exception of the client. */
    void fail(Throwable failure);

    /** The exchange was closed, before or after its end. */
    void close();
  }
}
