package org.atomicagents.model;

import java.util.Optional;
import org.atomicagents.error.AgentException;

/**
 * Intercepts the requests to a model, to retry, limit, hedge, record or change them.
 *
 * <p>An interceptor may call {@link Chain#proceed} any number of times, or never. It must close
 * every exchange that it does not return. Implementations must be thread-safe.
 *
 * {@snippet :
 * Model traced = model.with((request, context, chain) -> {
 *   log.info("Requesting {}", request.model());
 *   return chain.proceed(request, context);
 * });
 * }
 */
@FunctionalInterface
public interface Interceptor {

  /**
   * Returns the response to a request, usually by calling the rest of the chain.
   *
   * @param context the run that sends the request
   * @throws AgentException if the request fails
   */
  ModelExchange intercept(ModelRequest request, RunContext context, Chain chain);

  /** The remaining interceptors and the client. */
  @FunctionalInterface
  interface Chain {

    /**
     * Returns the response to a request, which is sent through the rest of the chain.
     *
     * @throws AgentException if the request fails
     */
    ModelExchange proceed(ModelRequest request, RunContext context);

    /**
     * Returns the model whose client ends the chain; empty for a chain that was not created by a
     * {@link Model}.
     */
    default Optional<Model> model() {
      return Optional.empty();
    }
  }
}
