package org.atomicagents.model;

import java.util.Objects;

/**
 * How a model is asked for an output: the wording that suits the size of the model.
 *
 * <p>Large models respond well to {@link #STANDARD}. Models below about 2 billion parameters copy a
 * JSON Schema or their own invalid response instead of answering, and repeat text until a limit
 * ends it; {@link #SMALL} avoids both. Immutable.
 *
 * @param notation the notation of the schema in the prompt
 * @param placement where the schema is placed in the prompt
 * @param schemaInAllModes whether the schema is part of the prompt in every response mode, rather
 *     than only in those in which the provider does not receive it
 * @param plainInput whether the input is sent as text instead of JSON: a single text as it is,
 *     other inputs as lines of names and values
 * @param reAskShowsResponse whether a re-ask contains the invalid response and all violations;
 *     otherwise, it is the first request again, with the violations only at temperature 0
 * @param demonstration whether a prompt with a type definition begins with an invented request and
 *     its response, in modes without an enforced schema. A value that repeats the example is a
 *     violation
 * @param maxLength the maximum length, in characters, of texts for which the type has no maximum; 0
 *     for none. Like {@code maxItems}, it is part of the schema that the provider enforces, so that
 *     repeated text ends early; a value that reaches it is a violation. An output that is a single
 *     text, such as a chat message, has no bound
 * @param maxItems the maximum number of items of lists for which the type has no maximum; 0 for
 *     none. Maps have no bound
 */
public record PromptProfile(
    SchemaNotation notation,
    InstructionPlacement placement,
    boolean schemaInAllModes,
    boolean plainInput,
    boolean reAskShowsResponse,
    boolean demonstration,
    int maxLength,
    int maxItems) {

  /** The profile of large models, and of models of unknown size. */
  public static final PromptProfile STANDARD =
      new PromptProfile(
          SchemaNotation.JSON_SCHEMA,
          InstructionPlacement.SYSTEM_MESSAGE,
          false,
          false,
          true,
          false,
          0,
          0);

  /** The profile of models with fewer than about 2 billion parameters. */
  public static final PromptProfile SMALL =
      new PromptProfile(
          SchemaNotation.TYPE_DEFINITION,
          InstructionPlacement.LAST_USER_MESSAGE,
          true,
          true,
          false,
          true,
          400,
          40);

  public PromptProfile {
    Objects.requireNonNull(notation, "notation");
    Objects.requireNonNull(placement, "placement");
    requireBound("maxLength", maxLength);
    requireBound("maxItems", maxItems);
  }

  /** Returns a copy with another notation of the schema. */
  public PromptProfile withNotation(SchemaNotation newNotation) {
    if (newNotation == notation) {
      return this;
    }
    return new PromptProfile(
        newNotation,
        placement,
        schemaInAllModes,
        plainInput,
        reAskShowsResponse,
        demonstration,
        maxLength,
        maxItems);
  }

  /** Returns a copy with another placement of the schema. */
  public PromptProfile withPlacement(InstructionPlacement newPlacement) {
    return new PromptProfile(
        notation,
        newPlacement,
        schemaInAllModes,
        plainInput,
        reAskShowsResponse,
        demonstration,
        maxLength,
        maxItems);
  }

  /** Returns a copy whose prompts contain the schema in every response mode, or do not. */
  public PromptProfile withSchemaInAllModes(boolean inAllModes) {
    return new PromptProfile(
        notation,
        placement,
        inAllModes,
        plainInput,
        reAskShowsResponse,
        demonstration,
        maxLength,
        maxItems);
  }

  /** Returns a copy that sends the input as text, or as JSON. */
  public PromptProfile withPlainInput(boolean plain) {
    return new PromptProfile(
        notation,
        placement,
        schemaInAllModes,
        plain,
        reAskShowsResponse,
        demonstration,
        maxLength,
        maxItems);
  }

  /** Returns a copy whose re-asks contain the invalid response, or do not. */
  public PromptProfile withReAskShowsResponse(boolean shows) {
    return new PromptProfile(
        notation,
        placement,
        schemaInAllModes,
        plainInput,
        shows,
        demonstration,
        maxLength,
        maxItems);
  }

  /** Returns a copy whose prompts begin with an example, or do not. */
  public PromptProfile withDemonstration(boolean demonstrates) {
    return new PromptProfile(
        notation,
        placement,
        schemaInAllModes,
        plainInput,
        reAskShowsResponse,
        demonstrates,
        maxLength,
        maxItems);
  }

  /**
   * Returns a copy with other bounds of texts and lists; 0 for none.
   *
   * @throws IllegalArgumentException if a bound is negative
   */
  public PromptProfile withBounds(int newMaxLength, int newMaxItems) {
    return new PromptProfile(
        notation,
        placement,
        schemaInAllModes,
        plainInput,
        reAskShowsResponse,
        demonstration,
        newMaxLength,
        newMaxItems);
  }

  /** Returns whether the schema gets bounds. */
  public boolean hasBounds() {
    return maxLength > 0 || maxItems > 0;
  }

  private static void requireBound(String name, int bound) {
    if (bound < 0) {
      throw new IllegalArgumentException(name + ": expected 0 or more, found " + bound);
    }
  }
}
