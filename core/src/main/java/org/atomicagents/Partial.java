package org.atomicagents;

import org.atomicagents.schema.PartState;
import org.atomicagents.schema.TextPatchMode;
import org.jspecify.annotations.Nullable;

/**
 * A partially received output, at one moment of its stream.
 *
 * <p>Within a draft, parts only grow and complete parts never change. The last partial is the final
 * output, including changes made by record constructors. Paths are written as in {@code
 * $.lines[2].sku}. Immutable and thread-safe.
 *
 * @param <O> the type of the output
 * @see AgentStream#iterator()
 */
public interface Partial<O> {

  /**
   * Returns the output as far as it is known. Absent collections and Optionals are empty, absent
   * primitives are 0 or false, everything else that is absent is null. Texts are present as far as
   * they were received; numbers, enums, booleans and dates once they are complete; a sealed type
   * once its record type is known.
   */
  O value();

  /** Returns the number of the attempt, from 1: a re-ask starts a new one. */
  int attempt();

  /**
   * Returns the number of the draft, from 1. Each attempt starts a new draft, and so does a
   * response whose earlier text turns out not to be part of the output, such as reasoning or an
   * example.
   */
  int draft();

  /**
   * Returns whether a part was received at a path, complete or not.
   *
   * @throws IllegalArgumentException if the path is not a path of the type
   */
  default boolean isPresent(String path) {
    return state(path) != PartState.PENDING;
  }

  /**
   * Returns whether the part at a path is complete: it does not change within the draft.
   *
   * @throws IllegalArgumentException if the path is not a path of the type
   */
  default boolean isComplete(String path) {
    return state(path) == PartState.COMPLETE;
  }

  /**
   * Returns the state of the part at a path.
   *
   * @throws IllegalArgumentException if the path is not a path of the type
   */
  PartState state(String path);

  /** Returns the raw text that was received since the previous partial value. */
  String newText();

  /** Returns the output as complete, compact JSON. Absent properties are omitted. */
  String json();

  /**
   * Returns the JSON Patch (RFC 6902) from the JSON of an earlier partial value to the JSON of this
   * one. It holds only what changed; it replaces the whole JSON if the draft is another one.
   *
   * <p>The standard has no operation to append to a text, so a longer text is replaced as a whole.
   *
   * @param before an earlier partial value of the same stream; null to replace the whole JSON
   */
  default String patchSince(@Nullable Partial<O> before) {
    return patchSince(before, TextPatchMode.REPLACE);
  }

  /**
   * Returns the JSON Patch (RFC 6902) from the JSON of an earlier partial value to the JSON of this
   * one. It holds only what changed; it replaces the whole JSON if the draft is another one.
   *
   * @param before an earlier partial value of the same stream; null to replace the whole JSON
   * @param texts how the patch expresses that a text is longer
   */
  String patchSince(@Nullable Partial<O> before, TextPatchMode texts);
}
