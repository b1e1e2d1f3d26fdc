package org.atomicagents.internal.submission;

import java.util.Objects;
import org.atomicagents.model.batch.BatchHandle;
import org.jspecify.annotations.Nullable;

/**
 * A batch at the provider, with the requests of consecutive items. Immutable.
 *
 * @param key the name under which the batch was created
 * @param batch the batch; null if its creation was begun and may have succeeded
 * @param first the index of the first item
 * @param items the number of items, including those without a request
 * @param requests the number of requests
 */
public record SubmissionPart(
    String key, @Nullable BatchHandle batch, long first, long items, int requests) {
  public SubmissionPart {
    Objects.requireNonNull(key, "key");
  }

  /** Returns the index after the last item. */
  long end() {
    return first + items;
  }

  boolean contains(long index) {
    return index >= first && index < end();
  }

  SubmissionPart withBatch(BatchHandle created) {
    return new SubmissionPart(key, created, first, items, requests);
  }

  /** Returns the batch or its key, for messages. */
  String name() {
    return batch == null ? "with key " + key : batch.toString();
  }
}
