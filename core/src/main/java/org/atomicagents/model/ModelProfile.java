package org.atomicagents.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.atomicagents.message.Usage;
import org.atomicagents.price.Prices;

/**
 * The published data of a model: its limits, its response modes and its prices.
 *
 * <p>Data that is not known is empty. Immutable.
 *
 * @param provider the identifier of the provider, such as {@code openai}
 * @param name the provider's name of the model
 * @param contextWindow the maximum of input and output together, in tokens
 * @param maxInputTokens the maximum of input, in tokens, if it is smaller than the context window
 * @param maxOutputTokens the maximum length of a response, in tokens
 * @param modes the response modes that the model is known to support, besides {@link
 *     ResponseMode#PROMPTED_JSON}
 * @param efforts the reasoning efforts that the model accepts, lowest first
 * @param prices the prices of its tokens
 * @param source the document that states the data, and the date at which it was read
 */
public record ModelProfile(
    String provider,
    String name,
    OptionalInt contextWindow,
    OptionalInt maxInputTokens,
    OptionalInt maxOutputTokens,
    Set<ResponseMode> modes,
    List<String> efforts,
    Optional<Prices> prices,
    String source) {

  public ModelProfile {
    Objects.requireNonNull(provider, "provider");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(contextWindow, "contextWindow");
    Objects.requireNonNull(maxInputTokens, "maxInputTokens");
    Objects.requireNonNull(maxOutputTokens, "maxOutputTokens");
    modes = Set.copyOf(modes);
    efforts = List.copyOf(efforts);
    Objects.requireNonNull(prices, "prices");
    Objects.requireNonNull(source, "source");
  }

  /** Returns a profile of which only the prices are known. */
  public static ModelProfile ofPrices(String provider, String name, Prices prices) {
    return new ModelProfile(
        provider,
        name,
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Set.of(),
        List.of(),
        Optional.of(prices),
        "the application");
  }

  /** Returns the maximum of input, in tokens: its own limit, else the context window. */
  public OptionalInt inputWindow() {
    return maxInputTokens.isPresent() ? maxInputTokens : contextWindow;
  }

  /**
   * Returns the cost of one request, in the currency of the prices.
   *
   * @param time the time of the request
   * @return empty if the price is not known; never zero for that reason
   */
  public Optional<BigDecimal> cost(Usage usage, Instant time) {
    return prices.flatMap(known -> known.cost(usage, time));
  }
}
