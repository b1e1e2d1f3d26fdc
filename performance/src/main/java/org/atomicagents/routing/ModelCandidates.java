package org.atomicagents.routing;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.price.Prices;
import org.atomicagents.time.TimeSource;

/**
 * Models of which a run uses one: conditions that a model has to meet, and an order of preference.
 *
 * {@snippet class="org.atomicagents.routing.RoutingSnippets" region="candidates"}
 *
 * <p>The last method returns the {@link ModelSelector}, which has no choice if no model meets all
 * conditions. Immutable; the other methods return copies.
 */
public final class ModelCandidates {
  private static final Comparator<Model> IN_ORDER = Comparator.comparingInt(model -> 0);

  private final List<Model> models;
  private final List<Condition> conditions;

  private ModelCandidates(List<Model> models, List<Condition> conditions) {
    this.models = models;
    this.conditions = List.copyOf(conditions);
  }

  /** A condition of a run that a model has to meet. */
  @FunctionalInterface
  private interface Condition {
    boolean isMet(Model model, SelectionContext<?> context);
  }

  /**
   * Returns candidates without conditions.
   *
   * @param models the models, at least one
   * @throws IllegalArgumentException if there is no model
   */
  public static ModelCandidates of(Model... models) {
    return of(List.of(models));
  }

  /**
   * Returns candidates without conditions.
   *
   * @param models the models, at least one
   * @throws IllegalArgumentException if there is no model
   */
  public static ModelCandidates of(List<Model> models) {
    if (models.isEmpty()) {
      throw new IllegalArgumentException("models: expected at least one, found none");
    }
    return new ModelCandidates(List.copyOf(models), List.of());
  }

  /**
   * Returns a copy with models whose context window has room for the request and the response. A
   * model whose window is unknown is left out.
   *
   * @param outputTokens the maximum length of the response, in tokens, 0 or more
   * @throws IllegalArgumentException if the length is negative
   */
  public ModelCandidates fitting(int outputTokens) {
    if (outputTokens < 0) {
      throw new IllegalArgumentException("outputTokens: expected 0 or more, found " + outputTokens);
    }
    return with((model, context) -> {
      OptionalInt window = model.contextWindow();
      return window.isPresent()
          && (long) context.tokens().total() + outputTokens <= window.getAsInt();
    });
  }

  /** Returns a copy with models that are known to support a response mode. */
  public ModelCandidates supporting(ResponseMode mode) {
    Objects.requireNonNull(mode, "mode");
    return that(model -> model.capabilities().modes().contains(mode));
  }

  /**
   * Returns a copy with models that meet a condition, such as a capability or a closed circuit
   * breaker. It is evaluated for each run.
   */
  public ModelCandidates that(Predicate<? super Model> condition) {
    Objects.requireNonNull(condition, "condition");
    return with((model, context) -> condition.test(model));
  }

  /**
   * Returns a copy with models that meet a condition, if the run needs it: such as models that read
   * images, for a request with images.
   *
   * @param isNeeded returns whether a run needs the condition
   */
  public ModelCandidates that(
      Predicate<? super Model> condition, Predicate<? super SelectionContext<?>> isNeeded) {
    Objects.requireNonNull(condition, "condition");
    Objects.requireNonNull(isNeeded, "isNeeded");
    return with((model, context) -> !isNeeded.test(context) || condition.test(model));
  }

  /**
   * Returns a copy with models whose failure rate is not above a maximum. Models without a recent
   * request are included, so that they are tried again.
   *
   * @param maxFailureRate the highest share of failed requests, from 0 to 1
   * @throws IllegalArgumentException if the share is out of range
   */
  public ModelCandidates healthy(ModelTracker tracker, double maxFailureRate) {
    Objects.requireNonNull(tracker, "tracker");
    if (!(maxFailureRate >= 0 && maxFailureRate <= 1)) {
      throw new IllegalArgumentException(
          "maxFailureRate: expected 0 to 1, found " + maxFailureRate);
    }
    return that(model -> tracker.failureRate(model).orElse(0) <= maxFailureRate);
  }

  private ModelCandidates with(Condition condition) {
    var all = new ArrayList<>(conditions);
    all.add(condition);
    return new ModelCandidates(models, all);
  }

  /** Returns a selector of the first model, in the order of this list. */
  public <I> ModelSelector<I> first() {
    return selector(IN_ORDER, "first of the fitting models");
  }

  /** Returns a selector of the model with the smallest context window; unknown ones come last. */
  public <I> ModelSelector<I> smallest() {
    return selector(
        Comparator.comparingInt((Model model) -> model.contextWindow().orElse(Integer.MAX_VALUE)),
        "smallest window");
  }

  /**
   * Returns a selector of the cheapest model.
   *
   * @param typical the usage of a typical request, for which the costs are compared
   * @throws IllegalArgumentException if the price of a model is unknown, or if prices have
   *     different currencies
   */
  public <I> ModelSelector<I> cheapest(Usage typical) {
    return cheapest(typical, TimeSource.system());
  }

  /**
   * Returns a selector of the cheapest model.
   *
   * @param typical the usage of a typical request, for which the costs are compared
   * @param time the clock, since prices may depend on the time
   * @throws IllegalArgumentException if the price of a model is unknown, or if prices have
   *     different currencies
   */
  public <I> ModelSelector<I> cheapest(Usage typical, TimeSource time) {
    Objects.requireNonNull(typical, "typical");
    Objects.requireNonNull(time, "time");
    requirePrices(typical, time.now());
    return context -> {
      Instant now = time.now();
      return chosen(
          context, Comparator.comparing((Model model) -> cost(model, typical, now)), "cheapest");
    };
  }

  /**
   * Returns a selector of the model with the lowest latency. Models without a recent measurement
   * come first, so that all are measured; those whose recent requests all failed come last.
   */
  public <I> ModelSelector<I> fastest(ModelTracker tracker) {
    Objects.requireNonNull(tracker, "tracker");
    return selector(
        Comparator.comparingDouble((Model model) -> tracker.comparableLatency(model)),
        "lowest latency");
  }

  private <I> ModelSelector<I> selector(Comparator<Model> order, String reason) {
    return context -> chosen(context, order, reason);
  }

  private Optional<ModelSelection> chosen(
      SelectionContext<?> context, Comparator<Model> order, String reason) {
    List<Model> fitting =
        models.stream()
            .filter(model -> conditions.stream().allMatch(each -> each.isMet(model, context)))
            .toList();
    return fitting.stream()
        .min(order)
        .map(model ->
            ModelSelection.of(
                model, "%s (%d of %d models)".formatted(reason, fitting.size(), models.size())));
  }

  private void requirePrices(Usage typical, Instant now) {
    var currencies = new HashSet<Currency>();
    for (Model model : models) {
      Prices prices =
          model
              .profile()
              .flatMap(profile -> profile.prices())
              .orElseThrow(() -> unknownPrice(model));
      if (prices.cost(typical, now).isEmpty()) {
        throw unknownPrice(model);
      }
      currencies.add(prices.currency());
    }
    if (currencies.size() > 1) {
      throw new IllegalArgumentException(
          "models: expected prices in one currency, found " + currencies);
    }
  }

  private static BigDecimal cost(Model model, Usage typical, Instant now) {
    return model
        .profile()
        .flatMap(profile -> profile.cost(typical, now))
        .orElseThrow(() -> unknownPrice(model));
  }

  private static IllegalArgumentException unknownPrice(Model model) {
    return new IllegalArgumentException(
        "models: expected models with known prices, found %s.\nAdd its prices with Model.withCatalog."
            .formatted(model));
  }
}
