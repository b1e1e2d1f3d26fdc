package org.atomicagents.internal.batch;

import java.util.Objects;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The use of a journal by a batch. Immutable.
 *
 * @param output the schema of the outputs; null for that of the prepared runs
 */
public record JournalUse<O>(JournalStore store, @Nullable Schema<O> output) {
  public JournalUse {
    Objects.requireNonNull(store, "store");
  }
}
