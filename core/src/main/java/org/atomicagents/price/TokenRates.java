package org.atomicagents.price;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomicagents.message.Usage;
import org.jspecify.annotations.Nullable;

/**
 * The prices of a million tokens, by their kind.
 *
 * <p>Immutable.
 *
 * @param input the price of input tokens that are neither read from a prompt cache nor written to
 *     one
 * @param output the price of output tokens
 * @param reasoning the price of output tokens used for reasoning; null if it is that of other
 *     output
 * @param cacheRead the price of input tokens read from the prompt cache; null if the provider has
 *     no separate price, so that they cost as much as other input
 * @param cacheWrites the prices of input tokens written to the prompt cache, by the time for which
 *     they are kept; empty if the provider has no separate price
 * @param audioInput the price of audio input tokens; null if unknown
 * @param audioOutput the price of audio output tokens; null if unknown
 */
public record TokenRates(
    BigDecimal input,
    BigDecimal output,
    @Nullable BigDecimal reasoning,
    @Nullable BigDecimal cacheRead,
    SortedMap<Duration, BigDecimal> cacheWrites,
    @Nullable BigDecimal audioInput,
    @Nullable BigDecimal audioOutput) {
  private static final int DIGITS_OF_A_MILLION = 6;

  public TokenRates {
    requirePrice("input", input);
    requirePrice("output", output);
    requirePrice("reasoning", reasoning);
    requirePrice("cacheRead", cacheRead);
    requirePrice("audioInput", audioInput);
    requirePrice("audioOutput", audioOutput);
    cacheWrites = Collections.unmodifiableSortedMap(new TreeMap<>(cacheWrites));
    cacheWrites.values().forEach(price -> requirePrice("cacheWrites", price));
  }

  /** Returns rates without separate prices for reasoning, caches and audio. */
  public static TokenRates of(BigDecimal input, BigDecimal output) {
    return new TokenRates(input, output, null, null, new TreeMap<>(), null, null);
  }

  /** Returns a copy with a price of input tokens read from the prompt cache. */
  public TokenRates withCacheRead(BigDecimal price) {
    return new TokenRates(input, output, reasoning, price, cacheWrites, audioInput, audioOutput);
  }

  /** Returns a copy with a price of input tokens that are kept in the prompt cache for a time. */
  public TokenRates withCacheWrite(Duration kept, BigDecimal price) {
    var prices = new TreeMap<>(cacheWrites);
    prices.put(kept, price);
    return new TokenRates(input, output, reasoning, cacheRead, prices, audioInput, audioOutput);
  }

  /** Returns a copy with all prices multiplied by a factor, such as 0.5 for batches. */
  public TokenRates times(BigDecimal factor) {
    var writes = new TreeMap<>(cacheWrites);
    writes.replaceAll((kept, price) -> price.multiply(factor));
    return new TokenRates(
        input.multiply(factor),
        output.multiply(factor),
        multiply(reasoning, factor),
        multiply(cacheRead, factor),
        writes,
        multiply(audioInput, factor),
        multiply(audioOutput, factor));
  }

  /**
   * Returns the cost of a usage; empty if it contains audio whose price is unknown.
   *
   * @param cacheTime how long written tokens are kept in the prompt cache; null for the shortest
   *     time that has a price. A time without a price counts as the next longer one, and one beyond
   *     the longest as that
   */
  Optional<BigDecimal> cost(Usage usage, @Nullable Duration cacheTime) {
    if ((usage.audioInputTokens() > 0 && audioInput == null)
        || (usage.audioOutputTokens() > 0 && audioOutput == null)) {
      return Optional.empty();
    }
    long plainInput =
        usage.inputTokens()
            - usage.cacheReadTokens()
            - usage.cacheWriteTokens()
            - usage.audioInputTokens();
    long plainOutput = usage.outputTokens() - usage.reasoningTokens() - usage.audioOutputTokens();
    BigDecimal sum =
        price(input, plainInput)
            .add(price(cacheRead == null ? input : cacheRead, usage.cacheReadTokens()))
            .add(price(cacheWrite(cacheTime), usage.cacheWriteTokens()))
            .add(price(output, plainOutput))
            .add(price(reasoning == null ? output : reasoning, usage.reasoningTokens()));
    if (audioInput != null) {
      sum = sum.add(price(audioInput, usage.audioInputTokens()));
    }
    if (audioOutput != null) {
      sum = sum.add(price(audioOutput, usage.audioOutputTokens()));
    }
    return Optional.of(sum.movePointLeft(DIGITS_OF_A_MILLION));
  }

  private BigDecimal cacheWrite(@Nullable Duration time) {
    if (cacheWrites.isEmpty()) {
      return input;
    }
    Duration shortest = cacheWrites.firstKey();
    SortedMap<Duration, BigDecimal> longer = cacheWrites.tailMap(time == null ? shortest : time);
    return Objects.requireNonNull(
        cacheWrites.get(longer.isEmpty() ? cacheWrites.lastKey() : longer.firstKey()));
  }

  private static BigDecimal price(BigDecimal perMillion, long tokens) {
    return perMillion.multiply(BigDecimal.valueOf(Math.max(0, tokens)));
  }

  private static @Nullable BigDecimal multiply(@Nullable BigDecimal price, BigDecimal factor) {
    return price == null ? null : price.multiply(factor);
  }

  private static void requirePrice(String name, @Nullable BigDecimal price) {
    if (price != null && price.signum() < 0) {
      throw new IllegalArgumentException(name + ": expected 0 or more, found " + price);
    }
  }
}
