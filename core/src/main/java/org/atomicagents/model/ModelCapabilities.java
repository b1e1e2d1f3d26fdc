package org.atomicagents.model;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * The known capabilities of a model.
 *
 * @param contextWindow the maximum of input and output together, in tokens; empty if unknown
 * @param maxOutputTokens the maximum length of a response, in tokens; empty if unknown
 * @param modes the supported response modes, best first; never empty
 * @param strictSchemas whether the model supports strict schemas in {@link
 *     ResponseMode#JSON_SCHEMA} and gives better responses with them
 * @param prompt how the model is asked for an output
 */
public record ModelCapabilities(
    OptionalInt contextWindow,
    OptionalInt maxOutputTokens,
    List<ResponseMode> modes,
    boolean strictSchemas,
    PromptProfile prompt) {

  /** An unknown model: the schema is part of the prompt, which every model supports. */
  public static final ModelCapabilities UNKNOWN = ofModes(ResponseMode.PROMPTED_JSON);

  public ModelCapabilities {
    modes = List.copyOf(modes);
    Objects.requireNonNull(prompt, "prompt");
    if (modes.isEmpty()) {
      throw new IllegalArgumentException("modes: expected at least one response mode, found none");
    }
  }

  /** Creates capabilities with {@link PromptProfile#STANDARD}. */
  public ModelCapabilities(
      OptionalInt contextWindow,
      OptionalInt maxOutputTokens,
      List<ResponseMode> modes,
      boolean strictSchemas) {
    this(contextWindow, maxOutputTokens, modes, strictSchemas, PromptProfile.STANDARD);
  }

  /** Returns capabilities of which only the response modes are known, best first. */
  public static ModelCapabilities ofModes(ResponseMode... modes) {
    return new ModelCapabilities(OptionalInt.empty(), OptionalInt.empty(), List.of(modes), false);
  }

  /** Returns the best response mode, which is used unless a run or an agent chooses another. */
  public ResponseMode preferredMode() {
    return modes.get(0);
  }

  /** Returns the modes to try if the provider refuses the preferred one, best first. */
  public List<ResponseMode> otherModes() {
    return fallbacks(preferredMode());
  }

  /**
   * Returns the modes to try if the provider refuses a mode, best first: the others, without {@link
   * ResponseMode#DECISION}, which requires more of the provider.
   */
  public List<ResponseMode> fallbacks(ResponseMode refused) {
    boolean isFirst = refused == modes.getFirst();
    int decision = modes.indexOf(ResponseMode.DECISION);
    // Without a stream in the usual cases: called in every run.
    if (isFirst && (decision < 0 || decision == modes.size() - 1)) {
      return modes.subList(1, Math.max(1, decision < 0 ? modes.size() : decision));
    }
    return modes.stream().filter(mode -> mode != refused && mode != ResponseMode.DECISION).toList();
  }

  /** Returns a copy with another context window, in tokens. */
  public ModelCapabilities withContextWindow(int tokens) {
    return new ModelCapabilities(
        OptionalInt.of(tokens), maxOutputTokens, modes, strictSchemas, prompt);
  }

  /** Returns a copy with other response modes, best first. */
  public ModelCapabilities withModes(ResponseMode... newModes) {
    return new ModelCapabilities(
        contextWindow, maxOutputTokens, List.of(newModes), strictSchemas, prompt);
  }

  /** Returns a copy that supports strict schemas, or does not. */
  public ModelCapabilities withStrictSchemas(boolean strict) {
    return new ModelCapabilities(contextWindow, maxOutputTokens, modes, strict, prompt);
  }

  /** Returns a copy with another prompt profile. */
  public ModelCapabilities withPrompt(PromptProfile profile) {
    return new ModelCapabilities(contextWindow, maxOutputTokens, modes, strictSchemas, profile);
  }
}
