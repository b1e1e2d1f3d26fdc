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
public record ModelFacts(
    OptionalInt contextWindow,
    OptionalInt maxOutputTokens,
    List<ResponseMode> modes,
    boolean strictSchemas) {

  /** Nothing is known: the schema is told in words, which any model can read. */
  public static final ModelFacts UNKNOWN = ofModes(ResponseMode.PROMPTED_JSON);

  public ModelFacts {
    modes = List.copyOf(modes);
    if (modes.isEmpty()) {
      throw new IllegalArgumentException("modes: expected at least one response mode, found none");
    }
  }

  /** Only the ways to ask for JSON are known, best first. */
  public static ModelFacts ofModes(ResponseMode... modes) {
    return new ModelFacts(OptionalInt.empty(), OptionalInt.empty(), List.of(modes), false);
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
  public ModelFacts withContextWindow(int tokens) {
    return new ModelFacts(OptionalInt.of(tokens), maxOutputTokens, modes, strictSchemas);
  }

  /** These facts with other ways to ask for JSON, best first. */
  public ModelFacts withModes(ResponseMode... newModes) {
    return new ModelFacts(contextWindow, maxOutputTokens, List.of(newModes), strictSchemas);
  }

  /** These facts with strict schemas, or without. */
  public ModelFacts withStrictSchemas(boolean strict) {
    return new ModelFacts(contextWindow, maxOutputTokens, modes, strict);
  }
}
