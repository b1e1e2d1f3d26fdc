package org.atomicagents.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.atomicagents.internal.json.JsonIo;
import org.jspecify.annotations.Nullable;

/**
 * The sampling parameters of a request; the provider's default applies where a value is null.
 *
 * <p>Names and meanings are those of OpenAI's chat-completions reference. Immutable: each change
 * returns a copy, as in {@code Sampling.defaults().withTemperature(0.2)}.
 *
 * @param temperature the randomness, from 0 (lowest) to 2 (highest)
 * @param topP the probability mass to sample from, from 0 to 1
 * @param maxTokens the maximum length of the response, in tokens, including reasoning
 * @param stop the texts at which the model ends the response
 * @param seed makes equal requests return equal responses, as far as the provider supports it
 * @param reasoningEffort how long a reasoning model thinks: {@code minimal}, {@code low}, ...
 * @param extra parameters unknown to this class: name to JSON text, which clients send unchanged,
 *     or add to the lists and objects that a request needs, such as its tools
 */
public record Sampling(
    @Nullable Double temperature,
    @Nullable Double topP,
    @Nullable Integer maxTokens,
    List<String> stop,
    @Nullable Long seed,
    @Nullable String reasoningEffort,
    SequencedMap<String, String> extra) {

  private static final Sampling DEFAULTS =
      new Sampling(null, null, null, List.of(), null, null, new LinkedHashMap<>());

  public Sampling {
    requireRange("temperature", temperature, 0, 2);
    requireRange("topP", topP, 0, 1);
    if (maxTokens != null && maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens: expected 1 or more, found " + maxTokens);
    }
    stop = List.copyOf(stop);
    extra = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(extra));
  }

  /** Returns parameters that are all left to the provider. */
  public static Sampling defaults() {
    return DEFAULTS;
  }

  /**
   * Returns a copy with another temperature, from 0 to 2.
   *
   * @throws IllegalArgumentException if the temperature is out of range
   */
  public Sampling withTemperature(double value) {
    return new Sampling(value, topP, maxTokens, stop, seed, reasoningEffort, extra);
  }

  /**
   * Returns a copy with another probability mass to sample from, from 0 to 1.
   *
   * @throws IllegalArgumentException if the probability mass is out of range
   */
  public Sampling withTopP(double value) {
    return new Sampling(temperature, value, maxTokens, stop, seed, reasoningEffort, extra);
  }

  /**
   * Returns a copy with another maximum length of the response, in tokens.
   *
   * @throws IllegalArgumentException if the length is below 1
   */
  public Sampling withMaxTokens(int tokens) {
    return new Sampling(temperature, topP, tokens, stop, seed, reasoningEffort, extra);
  }

  /** Returns a copy with other stop texts. */
  public Sampling withStop(String... texts) {
    return new Sampling(temperature, topP, maxTokens, List.of(texts), seed, reasoningEffort, extra);
  }

  /** Returns a copy with another seed. */
  public Sampling withSeed(long value) {
    return new Sampling(temperature, topP, maxTokens, stop, value, reasoningEffort, extra);
  }

  /** Returns a copy with another reasoning effort. */
  public Sampling withReasoningEffort(String effort) {
    return new Sampling(temperature, topP, maxTokens, stop, seed, effort, extra);
  }

  /**
   * Returns a copy with an additional parameter, which is sent to every model; see {@link #extra}.
   *
   * @param json the text of one JSON value, such as {@code 40} or, with its quotes, {@code "low"}
   * @throws IllegalArgumentException if {@code json} is not valid JSON
   */
  public Sampling withExtra(String name, String json) {
    Objects.requireNonNull(name, "name");
    var all = new LinkedHashMap<>(extra);
    all.put(name, JsonIo.requireValid("extra " + name, json));
    return new Sampling(temperature, topP, maxTokens, stop, seed, reasoningEffort, all);
  }

  /**
   * Returns a copy in which the parameters without a value have the values of {@code other}: null
   * values, empty stop texts, and additional parameters by name.
   */
  public Sampling withDefaultsFrom(Sampling other) {
    var all = new LinkedHashMap<>(other.extra);
    all.putAll(extra);
    return new Sampling(
        temperature == null ? other.temperature : temperature,
        topP == null ? other.topP : topP,
        maxTokens == null ? other.maxTokens : maxTokens,
        stop.isEmpty() ? other.stop : stop,
        seed == null ? other.seed : seed,
        reasoningEffort == null ? other.reasoningEffort : reasoningEffort,
        all);
  }

  private static void requireRange(String name, @Nullable Double value, double min, double max) {
    if (value != null && !(value >= min && value <= max)) {
      throw new IllegalArgumentException(
          name + ": expected " + min + " to " + max + ", found " + value);
    }
  }
}
