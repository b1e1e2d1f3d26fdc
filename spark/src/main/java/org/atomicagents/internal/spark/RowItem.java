package org.atomicagents.internal.spark;

import java.util.Objects;

/**
 * The input of a row.
 *
 * @param key the text of the columns that belong to the key of the journal in addition to the
 *     input; empty if there are none
 */
public record RowItem<I>(I input, String key) {
  public RowItem {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(key, "key");
  }
}
