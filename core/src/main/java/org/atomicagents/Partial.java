package org.atomicagents;

import org.atomicagents.schema.PartState;
import org.atomicagents.schema.Snapshot;
import org.atomicagents.schema.TextPatch;
import org.jspecify.annotations.Nullable;

/**
 * An output as far as it had come at one moment.
 *
 * <p>Within a draft parts only grow, and whole ones never change; but the last one is the output,
 * as constructors made it. Paths are written as in {@code $.lines[2].sku}. Immutable and
 * thread-safe.
 */
public final class Partial<O> {
  private final int attempt;
  private final int draft;
  private final Snapshot<O> snapshot;
  private final O value;
  private final AppendOnlyText.Span text;

  Partial(int attempt, int draft, Snapshot<O> snapshot, O value, AppendOnlyText.Span text) {
    this.attempt = attempt;
    this.draft = draft;
    this.snapshot = snapshot;
    this.value = value;
    this.text = text;
  }

  /**
   * The output as far as it is known: absent collections and Optionals are empty, primitives 0 or
   * false, all else is null. Texts are there as far as they go; numbers, enums, booleans and dates
   * once they are whole; a sealed type once it is known which record it is.
   */
  public O value() {
    return value;
  }

  /** Which attempt at the output it belongs to, from 1: a re-ask starts a new one. */
  public int attempt() {
    return attempt;
  }

  /**
   * Which draft of the output it is, from 1: each attempt starts a new one, and so does an answer
   * of which what was seen turns out to be no part, such as a thought or an example.
   */
  public int draft() {
    return draft;
  }

  /**
   * Whether something stands at a place, whole or not.
   *
   * @throws IllegalArgumentException if the path leads nowhere in the type
   */
  public boolean isPresent(String path) {
    return state(path) != PartState.PENDING;
  }

  /**
   * Whether what stands at a place won't change any more within the draft.
   *
   * @throws IllegalArgumentException if the path leads nowhere in the type
   */
  public boolean isComplete(String path) {
    return state(path) == PartState.COMPLETE;
  }

  /**
   * How far a part has come.
   *
   * @throws IllegalArgumentException if the path leads nowhere in the type
   */
  public PartState state(String path) {
    return snapshot.state(path);
  }

  /** The text of the answer that has come since the partial value before this one. */
  public String newText() {
    return text.toString();
  }

  /** It as compact JSON, all closed; what isn't there yet has no key. */
  public String json() {
    return snapshot.json();
  }

  /**
   * What leads from the JSON of an earlier one to that of this, as a JSON Patch (RFC 6902): what
   * changed alone, and the whole if the draft is another.
   *
   * <p>The standard has no word for text that grows: a text that did is in it as a whole.
   *
   * @param before an earlier partial value of the same stream; null for the whole
   */
  public String patchSince(@Nullable Partial<O> before) {
    return patchSince(before, TextPatch.REPLACE);
  }

  /**
   * What leads from the JSON of an earlier one to that of this, as a JSON Patch (RFC 6902): what
   * changed alone, and the whole if the draft is another.
   *
   * @param before an earlier partial value of the same stream; null for the whole
   * @param texts how it says that a text has got longer
   */
  public String patchSince(@Nullable Partial<O> before, TextPatch texts) {
    return snapshot.patchSince(
        before == null || before.draft != draft ? null : before.snapshot, texts);
  }

  @Override
  public String toString() {
    return "Partial[attempt=" + attempt + ", draft=" + draft + ", " + json() + "]";
  }
}
