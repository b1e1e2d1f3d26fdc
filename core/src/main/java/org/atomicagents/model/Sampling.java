package org.atomicagents.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.atomicagents.internal.json.JsonIo;
import org.jspecify.annotations.Nullable;

/**
 * How a model draws its answer; what is null is left to the provider.
 *
 * <p>Immutable; a copy for each change: {@code Sampling.defaults().withTemperature(0.2)}. Names and
 * meanings are those of OpenAI's chat-completions reference.
 *
 * @param temperature from 0 (the likeliest) to 2 (wild)
 * @param topP the share of likelihood to draw from, above 0 and up to 1
 * @param maxTokens the longest answer, in tokens, thoughts included
 * @param stop texts at which the model ends its answer
 * @param seed asks for the same answer to the same request, where the provider can
 * @param reasoningEffort how long a reasoning model thinks: {@code minimal}, {@code low}, ...
 * @param extra parameters that this class doesn't know: name to JSON text, sent as they are
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

  /** Everything left to the provider. */
  public static Sampling defaults() {
    return DEFAULTS;
  }

  /** A copy with this temperature, from 0 to 2. */
  public Sampling withTemperature(double value) {
    return new Sampling(value, topP, maxTokens, stop, seed, reasoningEffort, extra);
  }

  /** A copy that draws from this share of likelihood. */
  public Sampling withTopP(double value) {
    return new Sampling(temperature, value, maxTokens, stop, seed, reasoningEffort, extra);
  }

  /** A copy with this limit of output, in tokens. */
  public Sampling withMaxTokens(int tokens) {
    return new Sampling(temperature, topP, tokens, stop, seed, reasoningEffort, extra);
  }

  /** A copy with these texts as ends of the answer. */
  public Sampling withStop(String... texts) {
    return new Sampling(temperature, topP, maxTokens, List.of(texts), seed, reasoningEffort, extra);
  }

  /** A copy with this seed. */
  public Sampling withSeed(long value) {
    return new Sampling(temperature, topP, maxTokens, stop, value, reasoningEffort, extra);
  }

  /** A copy with this effort of thought. */
  public Sampling withReasoningEffort(String effort) {
    return new Sampling(temperature, topP, maxTokens, stop, seed, effort, extra);
  }

  /**
   * A copy with one more parameter that is sent as it is, whatever the model's family.
   *
   * @param json the text of one JSON value, such as {@code 40} or {@code "low"} with its quotes
   * @throws IllegalArgumentException if that is not JSON
   */
  public Sampling extra(String name, String json) {
    Objects.requireNonNull(name, "name");
    var more = new LinkedHashMap<>(extra);
    more.put(name, JsonIo.requireValid("extra " + name, json));
    return new Sampling(temperature, topP, maxTokens, stop, seed, reasoningEffort, more);
  }

  private static void requireRange(String name, @Nullable Double value, double least, double most) {
    if (value != null && !(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          name + ": expected " + least + " to " + most + ", found " + value);
    }
  }
}
