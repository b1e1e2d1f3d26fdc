package org.atomicagents.internal.usage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.usage.UsageAmount;
import org.atomicagents.usage.UsageBalance;
import org.atomicagents.usage.UsageBucket;
import org.atomicagents.usage.UsageDecision;
import org.atomicagents.usage.UsageKind;
import org.atomicagents.usage.UsageLimits;
import org.atomicagents.usage.UsageReport;
import org.atomicagents.usage.UsageScope;
import org.atomicagents.usage.UsageScope.Part;
import org.atomicagents.usage.UsageStore;

/** The core of a limiter, shared by its views for scopes. Thread-safe. */
public final class UsageCore {
  private static final Duration MAX_IDLE = Duration.ofMinutes(10);
  private static final long RELEASE_INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long RESERVATIONS_PER_RELEASE = 1_024;
  private static final long MAX_REPORTED_SCOPES = 10_000;

  /** An amount that every request exceeds. */
  private static final UsageAmount LEAST =
      new UsageAmount(1, 1, 1, BigDecimal.ZERO, Duration.ofNanos(1));

  private final UsageSettings settings;
  private final UsagePricing pricing;
  private final UsageEstimator estimator;
  private final BucketNames buckets;
  private final LimitReporter reporter;
  private final Set<UsageAccount> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong lastRelease;
  private final AtomicLong reservations = new AtomicLong();
  private final Cache<UsageScope, UsageScope> scopes =
      Caffeine.newBuilder().maximumSize(MAX_REPORTED_SCOPES).executor(Runnable::run).build();

  public UsageCore(UsageSettings settings) {
    this.settings = settings;
    this.pricing = new UsagePricing(settings);
    this.estimator = new UsageEstimator(settings, pricing);
    this.buckets = new BucketNames(settings);
    this.reporter = new LimitReporter(settings);
    this.lastRelease = new AtomicLong(settings.time().nanoTime() - RELEASE_INTERVAL_NANOS);
  }

  public UsageSettings settings() {
    return settings;
  }

  UsagePricing pricing() {
    return pricing;
  }

  UsageEstimator estimator() {
    return estimator;
  }

  BucketNames buckets() {
    return buckets;
  }

  /**
   * Returns the response to a request of a scope, all of whose requests are counted.
   *
   * <p>A limit that is reached already refuses the request here, so that it does not wait in the
   * rest of the chain first.
   */
  public ModelExchange send(
      UsageScope scope, ModelRequest request, RunContext context, Interceptor.Chain chain) {
    if (settings.isEnforced()) {
      requireRemaining(scope, context);
    }
    return chain.proceed(request, context.withMeter(new UsageMeter(this, scope)));
  }

  private void requireRemaining(UsageScope scope, RunContext context) {
    Instant now = settings.time().now();
    UsageStore store = store(scope, context);
    UsageBucket bucket = buckets.at(scope, now);
    UsageBalance balance = store.balance(bucket, now);
    if (settings.limits().permits(balance, LEAST)) {
      return;
    }
    releaseAbandonedAgain();
    balance = store.balance(bucket, now);
    UsageKind exceeded = settings.limits().firstExceeded(balance, LEAST).orElse(null);
    if (exceeded != null) {
      throw reporter.refusal(scope, exceeded, balance, LEAST, context, now);
    }
  }

  /**
   * Reserves the estimated usage of a request.
   *
   * @throws org.atomicagents.error.LimitExceededException if it exceeds a limit
   */
  UsageAccount reserve(UsageScope scope, Model model, ModelRequest request, RunContext context) {
    Instant now = settings.time().now();
    long counted = estimator.inputTokens(request);
    UsageAmount estimate = estimator.estimate(model, request, counted, now);
    UsageStore store = store(scope, context);
    UsageBucket bucket = buckets.at(scope, now);
    if (scope.part() != Part.CALL) {
      UsageScope unused = scopes.get(scope, key -> key);
    }
    UsageDecision decision = tryReserve(store, bucket, estimate, now);
    if (!isExceeded(scope, decision, estimate, context, now)) {
      reporter.warn(scope, decision.before(), estimate, context, now);
    }
    var account = new UsageAccount(this, store, bucket, estimate, model, counted, context, now);
    open.add(account);
    if (reservations.incrementAndGet() % RESERVATIONS_PER_RELEASE == 0) {
      releaseAbandonedAgain();
    }
    return account;
  }

  /** Returns whether a request exceeds a limit that only counts, after reporting it. */
  private boolean isExceeded(
      UsageScope scope,
      UsageDecision decision,
      UsageAmount estimate,
      RunContext context,
      Instant now) {
    if (decision.isGranted() && settings.isEnforced()) {
      return false;
    }
    UsageBalance before = decision.before();
    UsageKind exceeded = settings.limits().firstExceeded(before, estimate).orElse(null);
    if (!decision.isGranted()) {
      UsageKind kind = exceeded == null ? UsageKind.REQUESTS : exceeded;
      throw reporter.refusal(scope, kind, before, estimate, context, now);
    }
    if (exceeded == null) {
      return false;
    }
    reporter.count(scope, exceeded, before, estimate, context, now);
    return true;
  }

  private UsageDecision tryReserve(
      UsageStore store, UsageBucket bucket, UsageAmount estimate, Instant now) {
    UsageLimits limits = settings.isEnforced() ? settings.limits() : UsageLimits.none();
    UsageDecision decision = store.tryReserve(bucket, estimate, limits, now);
    return decision.isGranted() || !releaseAbandonedAgain()
        ? decision
        : store.tryReserve(bucket, estimate, limits, now);
  }

  void close(UsageAccount account) {
    open.remove(account);
  }

  /**
   * Releases abandoned reservations unless that was done within a second: refusals are frequent.
   */
  private boolean releaseAbandonedAgain() {
    long now = settings.time().nanoTime();
    long last = lastRelease.get();
    return now - last >= RELEASE_INTERVAL_NANOS
        && lastRelease.compareAndSet(last, now)
        && releaseAbandoned();
  }

  /**
   * Settles the requests whose responses were not read for a long time, or whose deadline has
   * passed; returns whether there were any.
   */
  private boolean releaseAbandoned() {
    long now = settings.time().nanoTime();
    boolean isAny = false;
    for (UsageAccount account : open) {
      if (account.isAbandoned(now, MAX_IDLE.toNanos())) {
        account.abandon();
        isAny = true;
      }
    }
    return isAny;
  }

  private UsageStore store(UsageScope scope, RunContext context) {
    return scope.part() == Part.CALL
        ? context.attachment(this, LocalUsageStore.class, LocalUsageStore::new)
        : settings.store();
  }

  /** Returns the usage of a scope, after releasing abandoned reservations. */
  public UsageReport report(UsageScope scope) {
    requireStored(scope);
    releaseAbandoned();
    Instant now = settings.time().now();
    UsageBalance balance = settings.store().balance(buckets.at(scope, now), now);
    return new UsageReport(
        settings.name(),
        scope,
        settings.window(),
        settings.limits(),
        balance.used(),
        balance.reserved(),
        Optional.ofNullable(reporter.resetsAt(balance, now)));
  }

  /** Returns the usage of the scopes that sent requests, in order of their names. */
  public List<UsageReport> reports() {
    return scopes.asMap().keySet().stream()
        .sorted(Comparator.comparing(UsageScope::toString))
        .map(this::report)
        .toList();
  }

  public void reset(UsageScope scope) {
    requireStored(scope);
    settings.store().reset(buckets.at(scope, settings.time().now()));
  }

  private void requireStored(UsageScope scope) {
    if (scope.part() == Part.CALL) {
      throw new IllegalStateException(
          "Usage limit '%s' applies to each call alone, so that its usage ends with the call.\nThe usage of a call is in its RunResult, or in the exception."
              .formatted(settings.name()));
    }
  }
}
