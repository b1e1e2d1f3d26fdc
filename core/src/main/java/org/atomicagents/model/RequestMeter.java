package org.atomicagents.model;

import org.atomicagents.error.LimitExceededException;
import org.jspecify.annotations.Nullable;

/**
 * Accounts for every request that reaches a client, whichever interceptor caused it.
 *
 * <p>An interceptor adds a meter to a run with {@link RunContext#withMeter}, and passes that
 * context to the rest of its chain. The meter then receives each request separately: first
 * attempts, retries, hedges and fallbacks to other models. Implementations must be thread-safe.
 */
public interface RequestMeter {

  /**
   * Returns the account of a request that is about to be sent, before it counts against the limits
   * of the run.
   *
   * @param model the model that sends the request
   * @throws LimitExceededException to refuse the request
   */
  Account open(Model model, ModelRequest request, RunContext context);

  /**
   * The account of one request. Its methods throw no exceptions.
   *
   * <p>{@link #withdraw} or {@link #end} is called at least once, possibly by several threads and
   * more than once; the first call counts. An exchange that is neither read to its end nor closed
   * calls neither.
   */
  interface Account {

    /** The request is not sent, because another limit refused it. */
    void withdraw();

    /** An event of the response was received. Called by one thread at a time. */
    void receive(ModelEvent event);

    /**
     * The response was read completely, has failed or was closed.
     *
     * @param failure the exception of the client; null if there is none
     */
    void end(@Nullable Throwable failure);
  }
}
