package org.atomicagents.internal.provider.batch;

import org.atomicagents.model.batch.BatchClient;
import org.atomicagents.model.batch.BatchHandle;
import org.atomicagents.model.batch.BatchStatus;

/** Checks of the arguments of a {@link BatchClient}. */
public final class BatchHandles {
  private BatchHandles() {}

  /**
   * Checks that a batch is one of a client.
   *
   * @throws IllegalArgumentException if it is one of another provider or another address
   */
  public static void requireOwn(BatchHandle batch, BatchClient client) {
    if (!batch.provider().equals(client.provider())
        || !batch.identity().equals(client.identity())) {
      throw new IllegalArgumentException(
          "batch: expected a batch of %s, found batch %s of %s.\nUse the client with which it was submitted."
              .formatted(client.identity(), batch.id(), batch.identity()));
    }
  }

  /**
   * Checks that a batch has results.
   *
   * @throws IllegalStateException if it has not ended
   */
  public static void requireEnded(BatchHandle batch, BatchStatus status) {
    if (!status.state().isEnd()) {
      throw new IllegalStateException(
          "Batch %s: expected a batch that has ended, found the state %s.\nPoll its status until it has ended."
              .formatted(batch, status.state()));
    }
  }
}
