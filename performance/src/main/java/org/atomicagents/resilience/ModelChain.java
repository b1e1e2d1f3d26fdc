package org.atomicagents.resilience;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.ModeFallback;
import org.atomicagents.model.Model;
import org.atomicagents.model.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The interceptors of a model, which are always in the order in which they work together.
 *
 * {@snippet class="org.atomicagents.resilience.ResilienceSnippets" region="chain"}
 *
 * <p>The order, from the agent to the provider, whatever the order of the calls:
 *
 * <ol>
 *   <li>usage limits, which see all requests as one;
 *   <li>sharing with other processes: a request that is not sent needs none of the next ones;
 *   <li>the fallback to other models, which have chains of their own;
 *   <li>hedging, each of whose requests is retried on its own;
 *   <li>retries;
 *   <li>the circuit breaker, which counts each retry;
 *   <li>the bulkhead, which holds no permit during the wait for a retry;
 *   <li>the rate limit, which each request passes;
 *   <li>the limit of the first token, which does not include the wait for the rate limit;
 *   <li>recording, which sees each request that is sent;
 *   <li>the interceptors that the model has already, except for its retries and its fallback of
 *       response modes, which are at the place of retries.
 * </ol>
 *
 * <p>Immutable and thread-safe; the {@code with} methods return copies.
 */
public final class ModelChain {
  private final Model model;
  private final List<Interceptor> usageLimits;
  private final @Nullable Interceptor sharing;
  private final @Nullable ModelFallback fallback;
  private final @Nullable HedgePolicy hedging;
  private final @Nullable CircuitBreaker breaker;
  private final @Nullable Bulkhead bulkhead;
  private final @Nullable Interceptor rateLimit;
  private final @Nullable FirstTokenLimit firstToken;
  private final List<Interceptor> recorders;

  private ModelChain(
      Model model,
      List<Interceptor> usageLimits,
      @Nullable Interceptor sharing,
      @Nullable ModelFallback fallback,
      @Nullable HedgePolicy hedging,
      @Nullable CircuitBreaker breaker,
      @Nullable Bulkhead bulkhead,
      @Nullable Interceptor rateLimit,
      @Nullable FirstTokenLimit firstToken,
      List<Interceptor> recorders) {
    this.model = Objects.requireNonNull(model, "model");
    this.usageLimits = List.copyOf(usageLimits);
    this.sharing = sharing;
    this.fallback = fallback;
    this.hedging = hedging;
    this.breaker = breaker;
    this.bulkhead = bulkhead;
    this.rateLimit = rateLimit;
    this.firstToken = firstToken;
    this.recorders = List.copyOf(recorders);
  }

  /** Returns a chain of the interceptors that a model has already. */
  public static ModelChain of(Model model) {
    return new ModelChain(model, List.of(), null, null, null, null, null, null, null, List.of());
  }

  /** Returns a copy with limits of the usage, instead of existing ones; the first is outermost. */
  public ModelChain withUsageLimits(Interceptor... limits) {
    return new ModelChain(
        model,
        List.of(limits),
        sharing,
        fallback,
        hedging,
        breaker,
        bulkhead,
        rateLimit,
        firstToken,
        recorders);
  }

  /**
   * Returns a copy whose requests are shared with other processes, such as by {@code
   * RedisRequestSharing}.
   */
  public ModelChain withRequestSharing(Interceptor newSharing) {
    return new ModelChain(
        model,
        usageLimits,
        Objects.requireNonNull(newSharing, "newSharing"),
        fallback,
        hedging,
        breaker,
        bulkhead,
        rateLimit,
        firstToken,
        recorders);
  }

  /** Returns a copy with a fallback to other models, as {@link ModelFallback#to}. */
  public ModelChain withFallback(Model... models) {
    return withFallback(ModelFallback.to(models));
  }

  /** Returns a copy with a fallback. */
  public ModelChain withFallback(ModelFallback newFallback) {
    return new ModelChain(
        model,
        usageLimits,
        sharing,
        Objects.requireNonNull(newFallback, "newFallback"),
        hedging,
        breaker,
        bulkhead,
        rateLimit,
        firstToken,
        recorders);
  }

  /** Returns a copy with hedging. */
  public ModelChain withHedging(HedgePolicy policy) {
    return new ModelChain(
        model,
        usageLimits,
        sharing,
        fallback,
        Objects.requireNonNull(policy, "policy"),
        breaker,
        bulkhead,
        rateLimit,
        firstToken,
        recorders);
  }

  /** Returns a copy with a retry policy, instead of that of the model. */
  public ModelChain withRetry(RetryPolicy policy) {
    return new ModelChain(
        model.withRetry(Objects.requireNonNull(policy, "policy")),
        usageLimits,
        sharing,
        fallback,
        hedging,
        breaker,
        bulkhead,
        rateLimit,
        firstToken,
        recorders);
  }

  /** Returns a copy with a circuit breaker. */
  public ModelChain withCircuitBreaker(CircuitBreaker newBreaker) {
    return new ModelChain(
        model,
        usageLimits,
        sharing,
        fallback,
        hedging,
        Objects.requireNonNull(newBreaker, "newBreaker"),
        bulkhead,
        rateLimit,
        firstToken,
        recorders);
  }

  /** Returns a copy with a limit of concurrent requests. */
  public ModelChain withBulkhead(Bulkhead newBulkhead) {
    return new ModelChain(
        model,
        usageLimits,
        sharing,
        fallback,
        hedging,
        breaker,
        Objects.requireNonNull(newBulkhead, "newBulkhead"),
        rateLimit,
        firstToken,
        recorders);
  }

  /** Returns a copy with a rate limit, such as {@link org.atomicagents.limit.RateLimit}. */
  public ModelChain withRateLimit(Interceptor limit) {
    return new ModelChain(
        model,
        usageLimits,
        sharing,
        fallback,
        hedging,
        breaker,
        bulkhead,
        Objects.requireNonNull(limit, "limit"),
        firstToken,
        recorders);
  }

  /** Returns a copy with a limit of the time to the first token. */
  public ModelChain withFirstTokenLimit(FirstTokenLimit limit) {
    return new ModelChain(
        model,
        usageLimits,
        sharing,
        fallback,
        hedging,
        breaker,
        bulkhead,
        rateLimit,
        Objects.requireNonNull(limit, "limit"),
        recorders);
  }

  /** Returns a copy with interceptors that record each request, instead of existing ones. */
  public ModelChain withRecording(Interceptor... newRecorders) {
    return new ModelChain(
        model,
        usageLimits,
        sharing,
        fallback,
        hedging,
        breaker,
        bulkhead,
        rateLimit,
        firstToken,
        List.of(newRecorders));
  }

  /** Returns the model with its interceptors in their order. */
  public Model toModel() {
    var ordered = new ArrayList<>(usageLimits);
    add(ordered, sharing);
    add(ordered, fallback);
    add(ordered, hedging);
    model.interceptors().stream().filter(ModelChain::isRepeating).forEach(ordered::add);
    add(ordered, breaker == null ? null : breaker.forModel(model));
    add(ordered, bulkhead);
    add(ordered, rateLimit);
    add(ordered, firstToken);
    ordered.addAll(recorders);
    model.interceptors().stream().filter(own -> !isRepeating(own)).forEach(ordered::add);
    return model.withInterceptors(ordered);
  }

  private static boolean isRepeating(Interceptor interceptor) {
    return interceptor instanceof RetryPolicy || interceptor instanceof ModeFallback;
  }

  private static void add(List<Interceptor> ordered, @Nullable Interceptor interceptor) {
    if (interceptor != null) {
      ordered.add(interceptor);
    }
  }
}
