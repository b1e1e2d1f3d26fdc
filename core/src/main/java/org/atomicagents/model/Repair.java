package org.atomicagents.model;

import java.util.Objects;

/**
 * Something in an answer that was mended before it was read.
 *
 * @param path where, as in {@code $.lines[2].sku}
 * @param before what came, shortened
 * @param after what it was read as, shortened
 */
public record Repair(String path, Kind kind, String before, String after) {
  public Repair {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(before, "before");
    Objects.requireNonNull(after, "after");
  }

  /** What was wrong. Kinds are added in minor releases. */
  public enum Kind {
    /** The JSON stood in a Markdown code fence. */
    CODE_FENCE
  }
}
