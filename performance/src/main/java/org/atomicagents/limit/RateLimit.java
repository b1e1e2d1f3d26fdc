package org.atomicagents.limit;

import java.util.Objects;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.internal.limit.LimitCore;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.time.Phase;

/**
 * An interceptor that delays requests as long as they would exceed the limits of a provider:
 * requests and tokens per minute, and an adaptive number of concurrent requests.
 *
 * {@snippet class="org.atomicagents.limit.LimitSnippets" region="limit"}
 *
 * <p>All models that carry one instance share its limits. Tokens are estimated before a request,
 * and settled by the reported usage after it. A request that ends early, fails, is cancelled or is
 * abandoned returns its permit once.
 *
 * <p>Requests are sent in the order of arrival; tenants take turns. Waiting counts against the
 * deadline of the run and is timed as {@link Phase#RATE_WAIT}. A wait that would exceed the
 * deadline fails at once with {@link TimedOutException}, unless requests in flight may shorten it;
 * an interrupt or a cancellation ends it with {@link CancelledException}.
 *
 * <p>A rate limit error of the provider delays all requests until its {@code Retry-After}, and
 * lowers the number of concurrent requests; a {@code RetryPolicy} of the model repeats the failed
 * one. Thread-safe.
 */
public final class RateLimit implements Interceptor {
  private static final String DEFAULT_TENANT = "";

  private final LimitCore core;
  private final String tenant;

  private RateLimit(LimitCore core, String tenant) {
    this.core = core;
    this.tenant = tenant;
  }

  RateLimit(LimitCore core) {
    this(core, DEFAULT_TENANT);
  }

  /** Returns a builder of a limit without limits of requests and tokens, to be set or learnt. */
  public static RateLimitBuilder builder() {
    return new RateLimitBuilder();
  }

  /**
   * Returns a builder of a limit of requests per minute.
   *
   * @throws IllegalArgumentException if the number is negative
   */
  public static RateLimitBuilder perMinute(long requests) {
    return builder().requests(requests);
  }

  /** Returns a builder of limits, such as the share of one of several processes. */
  public static RateLimitBuilder of(RateLimits limits) {
    return builder()
        .requests(limits.requests())
        .tokens(limits.tokens())
        .inputTokens(limits.inputTokens())
        .outputTokens(limits.outputTokens());
  }

  /**
   * Returns a view for a tenant, which shares the limits: tenants that wait take turns, however
   * many requests each of them has.
   */
  public RateLimit forTenant(String name) {
    return new RateLimit(core, Objects.requireNonNull(name, "name"));
  }

  /** Returns the present state, and releases the permits of requests that were abandoned. */
  public RateLimitStatus status() {
    return core.status();
  }

  @Override
  public ModelExchange intercept(ModelRequest request, RunContext context, Chain chain) {
    return core.send(tenant, request, context, chain);
  }

  /** Returns the name and the limits, as in {@code RateLimit[default, RateLimits[...]]}. */
  @Override
  public String toString() {
    return "RateLimit[" + core.settings().name() + ", " + core.settings().limits() + "]";
  }
}
