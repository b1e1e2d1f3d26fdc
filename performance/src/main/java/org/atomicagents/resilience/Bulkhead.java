package org.atomicagents.resilience;

import java.time.Duration;
import java.util.Objects;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.internal.resilience.SlotPool;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.time.Phase;
import org.atomicagents.time.TimeSource;

/**
 * An interceptor that limits the number of concurrent requests, so that one slow model does not
 * hold all threads and connections of an application.
 *
 * {@snippet class="org.atomicagents.resilience.ResilienceSnippets" region="bulkhead"}
 *
 * <p>All models that carry one instance share its permits; use one instance per model. A request
 * holds its permit until its response ends, fails or is closed. An abandoned response returns it at
 * the deadline of its run, or after 10 minutes without a read.
 *
 * <p>Without a free permit, a request waits up to the maximum wait, in the order of arrival;
 * tenants take turns. The wait counts against the deadline of the run and is timed as {@link
 * Phase#QUEUE}; an interrupt or a cancellation ends it with {@link CancelledException}. A request
 * that gets no permit fails with {@link TimedOutException} of {@link
 * TimedOutException.Limit#QUEUE}, which no retry repeats and a {@link ModelFallback} accepts; it is
 * emitted as {@link AgentEvent.RequestRejected}. Thread-safe.
 */
public final class Bulkhead implements Interceptor {
  private static final String DEFAULT_TENANT = "";

  private final SlotPool pool;
  private final TimeSource time;
  private final String tenant;

  private Bulkhead(SlotPool pool, TimeSource time, String tenant) {
    this.pool = pool;
    this.time = time;
    this.tenant = tenant;
  }

  /**
   * Returns a bulkhead that rejects requests beyond a number of concurrent ones at once.
   *
   * @throws IllegalArgumentException if the number is below 1
   */
  public static Bulkhead of(int maxConcurrent) {
    if (maxConcurrent < 1) {
      throw new IllegalArgumentException(
          "maxConcurrent: expected 1 or more, found " + maxConcurrent);
    }
    TimeSource system = TimeSource.system();
    return new Bulkhead(new SlotPool(maxConcurrent, Duration.ZERO, system), system, DEFAULT_TENANT);
  }

  /**
   * Returns a bulkhead of its own with another maximum wait; default: none.
   *
   * @throws IllegalArgumentException if the wait is negative
   */
  public Bulkhead withMaxWait(Duration wait) {
    if (wait.isNegative()) {
      throw new IllegalArgumentException("wait: expected 0 or more, found " + wait);
    }
    return new Bulkhead(new SlotPool(pool.size(), wait, time), time, tenant);
  }

  /** Returns a bulkhead of its own with another clock; default: the system clock. */
  public Bulkhead withTimeSource(TimeSource newTime) {
    return new Bulkhead(new SlotPool(pool.size(), pool.maxWait(), newTime), newTime, tenant);
  }

  /**
   * Returns a view for a tenant, which shares the permits: tenants that wait take turns, however
   * many requests each of them has.
   */
  public Bulkhead forTenant(String name) {
    return new Bulkhead(pool, time, Objects.requireNonNull(name, "name"));
  }

  /** Returns the number of permits in use. */
  public int inUse() {
    return pool.inUse();
  }

  /** Returns the number of requests that wait for a permit. */
  public int waiting() {
    return pool.waiting();
  }

  @Override
  public ModelExchange intercept(ModelRequest request, RunContext context, Chain chain) {
    return pool.send(tenant, request, context, chain);
  }

  /** Returns the settings, as in {@code Bulkhead[10, maxWait=PT1S]}. */
  @Override
  public String toString() {
    return "Bulkhead[" + pool.size() + ", maxWait=" + pool.maxWait() + "]";
  }
}
