package org.atomicagents.internal.limit;

import java.util.List;
import java.util.Map;
import org.atomicagents.error.AgentException;
import org.atomicagents.internal.exchange.ObservedExchange;
import org.atomicagents.limit.OutputCharge;
import org.atomicagents.limit.RateLimitStatus;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;

/** The core of a limit, shared by its views for tenants. Thread-safe. */
public final class LimitCore {
  private final LimitSettings settings;
  private final LimitEngine engine;
  private final TokenEstimator estimator;

  public LimitCore(LimitSettings settings) {
    this.settings = settings;
    this.engine = new LimitEngine(settings);
    this.estimator =
        new TokenEstimator(
            settings.counter(),
            settings.defaultOutputTokens(),
            settings.outputCharge() == OutputCharge.USED);
  }

  LimitEngine engine() {
    return engine;
  }

  TokenEstimator estimator() {
    return estimator;
  }

  public LimitSettings settings() {
    return settings;
  }

  public RateLimitStatus status() {
    return engine.status();
  }

  /** Returns the response to a request of a tenant, which is sent once the limits permit it. */
  public ModelExchange send(
      String tenant, ModelRequest request, RunContext context, Interceptor.Chain chain) {
    RequestAmount raw = estimator.estimate(request);
    HeldPermit permit = engine.acquire(tenant, context, estimator.correct(raw));
    var call = new LimitedCall(this, raw, permit);
    boolean isOpen = false;
    try {
      var exchange = new ObservedExchange(chain.proceed(request, context), call);
      isOpen = true;
      return exchange;
    } catch (AgentException e) {
      call.fail(e);
      throw e;
    } finally {
      if (!isOpen) {
        permit.release(RequestAmount.NO_TOKENS, ConcurrencyWindow.Ending.OTHER);
      }
    }
  }

  /** Learns the limits of the provider, and pauses if nothing remains of one. */
  void learn(Map<String, List<String>> headers) {
    if (settings.isLearning() && !headers.isEmpty()) {
      ProviderLimits provider = HeaderLimits.read(headers, settings.time().now());
      engine.buckets().learn(provider.limits());
      if (!provider.pause().isZero()) {
        engine.pauseAll(provider.pause());
      }
    }
  }
}
