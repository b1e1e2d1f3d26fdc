package org.atomicagents.usage;

import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.atomicagents.chat.ConversationKey;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.StoreException;
import org.atomicagents.internal.usage.UsageCore;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.usage.UsageScope.Part;

/**
 * An interceptor that refuses requests beyond limits of requests, tokens, money and time.
 *
 * {@snippet class="org.atomicagents.usage.UsageSnippets" region="tenant"}
 *
 * <p>All models that carry one limiter share its limits; a view for a tenant, a conversation or a
 * batch has limits of its own. Every request that the rest of the chain sends is counted, whichever
 * interceptor causes it: retries, hedges, and fallbacks to other models.
 *
 * <p>Before a request is sent, its usage is estimated and reserved: its input, and its {@code
 * maxTokens} or, without it, the longest recent responses of the model. It is refused with {@link
 * LimitExceededException} if the limit does not permit the estimate in addition to the used and
 * reserved amounts; nothing waits. When the response ends, fails, or is closed or abandoned, the
 * reservation is replaced by the reported usage, or by the received part. Thus the used amount
 * exceeds a limit by at most the amount by which requests in flight exceed their estimates.
 *
 * <p>Where money is limited, a model whose price is unknown or of another currency fails with
 * {@link ConfigurationException} before the request; {@code Model.withCatalog} adds prices.
 *
 * <p>Put it outside of the other interceptors, so that a refused request does not wait in them.
 * Thread-safe.
 */
public final class UsageLimiter implements Interceptor {
  private final UsageCore core;
  private final UsageScope scope;

  UsageLimiter(UsageCore core, UsageScope scope) {
    this.core = core;
    this.scope = scope;
  }

  /**
   * Returns a builder of a limiter.
   *
   * @param name the name, for messages, and the beginning of the keys in the store; limiters of the
   *     same name and window share their usage if they share a store
   * @throws IllegalArgumentException if the name is blank
   */
  public static UsageLimiterBuilder builder(String name, UsageLimits limits) {
    return new UsageLimiterBuilder(name, limits);
  }

  /** Returns a limiter of the total usage, such as for one batch. */
  public static UsageLimiter total(String name, UsageLimits limits) {
    return builder(name, limits).build();
  }

  /** Returns a limiter of the usage of each call: of all requests of one run. */
  public static UsageLimiter perCall(String name, UsageLimits limits) {
    return builder(name, limits).perCall().build();
  }

  /** Returns a limiter of the usage in each minute. */
  public static UsageLimiter perMinute(String name, UsageLimits limits) {
    return builder(name, limits).window(UsageWindow.minute()).build();
  }

  /** Returns a limiter of the usage in each hour. */
  public static UsageLimiter perHour(String name, UsageLimits limits) {
    return builder(name, limits).window(UsageWindow.hour()).build();
  }

  /** Returns a limiter of the usage on each day of a time zone. */
  public static UsageLimiter perDay(String name, UsageLimits limits, ZoneId zone) {
    return builder(name, limits).window(UsageWindow.day(zone)).build();
  }

  /** Returns a limiter of the usage in each month of a time zone. */
  public static UsageLimiter perMonth(String name, UsageLimits limits, ZoneId zone) {
    return builder(name, limits).window(UsageWindow.month(zone)).build();
  }

  /**
   * Returns a view whose usage is limited for a tenant alone.
   *
   * @throws IllegalArgumentException if the tenant is blank or not a valid name, as in {@link
   *     ConversationKey}
   */
  public UsageLimiter forTenant(String tenant) {
    return new UsageLimiter(core, scope.withTenant(tenant));
  }

  /**
   * Returns a view whose usage is limited for a conversation of the tenant alone.
   *
   * @param id the id of the conversation, unique within the tenant
   * @throws IllegalArgumentException if the id is blank or not a valid name, as in {@link
   *     ConversationKey}, or if this limiter limits each call
   */
  public UsageLimiter forConversation(String id) {
    return forPart(Part.CONVERSATION, id);
  }

  /**
   * Returns a view whose usage is limited for a stored conversation and its tenant.
   *
   * @throws IllegalArgumentException if this limiter limits each call
   */
  public UsageLimiter forConversation(ConversationKey key) {
    return forTenant(key.tenant()).forConversation(key.id());
  }

  /**
   * Returns a view whose usage is limited for a batch of the tenant alone.
   *
   * @param id the id of the batch, unique within the tenant
   * @throws IllegalArgumentException if the id is blank or not a valid name, as in {@link
   *     ConversationKey}, or if this limiter limits each call
   */
  public UsageLimiter forBatch(String id) {
    return forPart(Part.BATCH, id);
  }

  private UsageLimiter forPart(Part part, String id) {
    Objects.requireNonNull(id, "id");
    if (scope.part() == Part.CALL) {
      throw new IllegalArgumentException(
          "Usage limit '%s' applies to each call: expected no conversation or batch, found '%s'"
              .formatted(core.settings().name(), id));
    }
    return new UsageLimiter(core, scope.withPart(part, id));
  }

  /** Returns the scope of this view. */
  public UsageScope scope() {
    return scope;
  }

  /**
   * Returns the usage of the scope of this view in the current window.
   *
   * @throws IllegalStateException if the limits apply to each call
   * @throws StoreException if the store fails
   */
  public UsageReport report() {
    return core.report(scope);
  }

  /**
   * Returns the usage of all scopes that sent requests through this limiter, in order of their
   * names: of up to 10,000 scopes, those used most recently by this process.
   *
   * @throws StoreException if the store fails
   */
  public List<UsageReport> reports() {
    return core.reports();
  }

  /**
   * Sets the used amount of the scope of this view to zero, in the current window; requests in
   * flight remain reserved.
   *
   * @throws IllegalStateException if the limits apply to each call
   * @throws StoreException if the store fails
   */
  public void reset() {
    core.reset(scope);
  }

  @Override
  public ModelExchange intercept(ModelRequest request, RunContext context, Chain chain) {
    return core.send(scope, request, context, chain);
  }

  /** Returns the name, the scope and the limits. */
  @Override
  public String toString() {
    return "UsageLimiter[%s, %s, %s, %s]"
        .formatted(
            core.settings().name(), scope, core.settings().window(), core.settings().limits());
  }
}
