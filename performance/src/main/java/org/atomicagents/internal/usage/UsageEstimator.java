package org.atomicagents.internal.usage;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import org.atomicagents.internal.limit.TokenEstimator;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.usage.UsageAmount;

/**
 * An estimator of the usage of requests, which learns from the responses of each model.
 *
 * <p>A request with a maximum length is estimated at that length, and one without it at the longest
 * recent responses of its model. Thread-safe.
 */
final class UsageEstimator {
  private static final int MAX_MODELS = 256;

  private final UsageSettings settings;
  private final UsagePricing pricing;
  private final boolean countsTokens;
  private final ConcurrentHashMap<String, LearntUsage> models = new ConcurrentHashMap<>();
  private final LearntUsage others;

  UsageEstimator(UsageSettings settings, UsagePricing pricing) {
    this.settings = settings;
    this.pricing = pricing;
    this.countsTokens = settings.countsTokens();
    this.others = new LearntUsage(settings.defaultOutputTokens());
  }

  /** Returns the counted input tokens, without corrections; zero if no limit needs them. */
  long inputTokens(ModelRequest request) {
    return countsTokens ? TokenEstimator.inputTokens(settings.counter(), request) : 0;
  }

  /**
   * Returns the estimated usage of a request.
   *
   * @throws org.atomicagents.error.ConfigurationException if money is limited and the price of the
   *     model is unknown or of another currency
   */
  UsageAmount estimate(Model model, ModelRequest request, long countedInput, Instant time) {
    LearntUsage learnt = learnt(model);
    Duration duration = settings.limits().time().isPresent() ? learnt.duration() : Duration.ZERO;
    if (!countsTokens) {
      return new UsageAmount(1, 0, 0, BigDecimal.ZERO, duration);
    }
    long input = learnt.inputTokens(countedInput);
    long output = outputTokens(model, request, learnt);
    BigDecimal cost = pricing.estimate(model, Usage.of(input, output), time);
    return new UsageAmount(1, input, output, cost, duration);
  }

  private static long outputTokens(Model model, ModelRequest request, LearntUsage learnt) {
    Integer maxTokens = request.sampling().maxTokens();
    if (maxTokens != null) {
      return maxTokens;
    }
    long expected = learnt.outputTokens();
    // The catalog is read only where its maximum could matter.
    return expected <= LearntUsage.COMMON_MAX_OUTPUT
        ? expected
        : Math.min(expected, model.maxOutputTokens().orElse(Integer.MAX_VALUE));
  }

  /** Learns from the usage of a complete response. */
  void learn(Model model, long countedInput, Usage usage, Duration duration) {
    learnt(model).learn(countedInput, usage, duration);
  }

  private LearntUsage learnt(Model model) {
    LearntUsage known = models.get(model.name());
    if (known != null) {
      return known;
    }
    return models.size() >= MAX_MODELS
        ? others
        : models.computeIfAbsent(
            model.name(), name -> new LearntUsage(settings.defaultOutputTokens()));
  }
}
