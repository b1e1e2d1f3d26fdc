package org.atomicagents.model;

/**
 * Stands between an agent and a model: retries, limits, hedges, records, changes requests.
 *
 * <p>Thread-safe. It may proceed any number of times, also never, and closes every exchange that it
 * doesn't return.
 *
 * {@snippet :
 * Model traced = model.with((request, call, chain) -> {
 *   log.info("asking {}", request.model());
 *   return chain.proceed(request, call);
 * });
 * }
 */
@FunctionalInterface
public interface Interceptor {

  /** Answers the request, or lets the rest of the chain do it. */
  ModelExchange intercept(ModelRequest request, RunContext call, Chain chain);

  /** The rest of the chain, down to the client. */
  @FunctionalInterface
  interface Chain {

    /** Hands the request on. */
    ModelExchange proceed(ModelRequest request, RunContext call);
  }
}
