package org.atomicagents.model;

import java.util.List;
import java.util.OptionalInt;

/**
 * What is known of a model beforehand.
 *
 * @param contextWindow input and output together, in tokens; empty if unknown
 * @param maxOutputTokens the longest answer, in tokens; empty if unknown
 * @param modes the ways to ask for JSON, best first; never empty
 * @param strictSchemas whether it takes schemas in the strict form in {@link
 *     ResponseMode#JSON_SCHEMA}, and is the better for it
 */
public record ModelCapabilities(
    OptionalInt contextWindow,
    OptionalInt maxOutputTokens,
    List<ResponseMode> modes,
    boolean strictSchemas) {

  /** Nothing is known: the schema is told in words, which any model can read. */
  public static final ModelCapabilities UNKNOWN = ofModes(ResponseMode.PROMPTED_JSON);

  public ModelCapabilities {
    modes = List.copyOf(modes);
    if (modes.isEmpty()) {
      throw new IllegalArgumentException("modes: expected at least one response mode, found none");
    }
  }

  /** Only the ways to ask for JSON are known, best first. */
  public static ModelCapabilities ofModes(ResponseMode... modes) {
    return new ModelCapabilities(OptionalInt.empty(), OptionalInt.empty(), List.of(modes), false);
  }

  /** The way in which JSON is asked for unless the call says otherwise. */
  public ResponseMode preferredMode() {
    return modes.get(0);
  }

  /** The ways that are left if the preferred one is refused, best first. */
  public List<ResponseMode> otherModes() {
    return modes.subList(1, modes.size());
  }

  /** These facts with a context window of {@code tokens}. */
  public ModelCapabilities withContextWindow(int tokens) {
    return new ModelCapabilities(OptionalInt.of(tokens), maxOutputTokens, modes, strictSchemas);
  }

  /** These facts with other ways to ask for JSON, best first. */
  public ModelCapabilities withModes(ResponseMode... newModes) {
    return new ModelCapabilities(contextWindow, maxOutputTokens, List.of(newModes), strictSchemas);
  }

  /** These facts with strict schemas, or without. */
  public ModelCapabilities withStrictSchemas(boolean strict) {
    return new ModelCapabilities(contextWindow, maxOutputTokens, modes, strict);
  }
}
