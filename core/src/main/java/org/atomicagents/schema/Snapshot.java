package org.atomicagents.schema;

import java.util.List;
import org.atomicagents.internal.schema.PartialSnapshot;
import org.atomicagents.message.Violation;
import org.jspecify.annotations.Nullable;

/**
 * An immutable snapshot of a partially received value.
 *
 * <p>Strings are present as far as they were received; numbers, enums, booleans and dates once they
 * are complete. Paths are written as in {@code $.lines[2].sku}.
 *
 * <p>Thread-safe. Complete parts are shared with earlier and later snapshots.
 */
public sealed interface Snapshot<T> permits PartialSnapshot {

  /**
   * Returns the value as far as it is known: absent collections and Optionals are empty, absent
   * primitives 0 or false, everything else is null. Returns null if a constructor rejects these
   * arguments.
   *
   * <p>The value is built by the first call and kept. The cost depends on the parts that are new
   * since the earlier snapshots only, unless the constructor of a record copies a list.
   */
  @Nullable T value();

  /**
   * Returns the progress of a part.
   *
   * @throws IllegalArgumentException if the path doesn't exist in the type
   */
  PartState state(String path);

  /**
   * Returns the received text of a string; null if the path holds no string yet.
   *
   * @throws IllegalArgumentException if the path doesn't exist in the type
   */
  @Nullable CharSequence text(String path);

  /**
   * Returns the complete items of a list; empty if the path holds no list yet.
   *
   * @throws IllegalArgumentException if the path doesn't exist in the type
   */
  List<?> items(String path);

  /**
   * Returns the violations of a complete part's constraints; empty while the part is incomplete.
   *
   * @throws IllegalArgumentException if the path doesn't exist in the type
   */
  List<Violation> violations(String path);

  /** Returns this snapshot as complete, compact JSON. Absent properties are omitted. */
  String json();

  /**
   * Returns a JSON Patch (RFC 6902) from the {@link #json()} of an earlier snapshot to that of this
   * one.
   *
   * @param before an earlier snapshot of the same response; null for a patch of the complete value
   */
  default String patchSince(@Nullable Snapshot<T> before) {
    return patchSince(before, TextPatchMode.REPLACE);
  }

  /**
   * Returns a JSON Patch (RFC 6902) from the {@link #json()} of an earlier snapshot to that of this
   * one.
   *
   * @param before an earlier snapshot of the same response; null for a patch of the complete value
   * @param texts how the patch expresses text that was added to a string
   */
  String patchSince(@Nullable Snapshot<T> before, TextPatchMode texts);
}
