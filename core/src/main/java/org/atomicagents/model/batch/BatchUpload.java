package org.atomicagents.model.batch;

import java.time.Duration;
import org.atomicagents.error.AgentException;

/**
 * The requests of one batch before they are sent.
 *
 * <p>The requests are kept as sent, in a temporary file, so that their number does not need memory.
 * Used by one thread.
 */
public interface BatchUpload extends AutoCloseable {

  /**
   * Returns whether a request was added, which it is unless the batch is full. A request that was
   * not added belongs into another batch.
   *
   * @throws AgentException if the request cannot be sent in a batch, not even alone: it is larger
   *     than a batch, or the model does not accept it. The upload is unchanged
   * @throws IllegalStateException if this upload was submitted or closed
   */
  boolean add(BatchRequest request);

  /** Returns the number of requests. */
  int size();

  /** Returns the size of the requests, in bytes as sent. */
  long bytes();

  /**
   * Returns the handle of the batch after sending the requests and creating it. Can be called once.
   *
   * <p>A step that cannot create a batch twice is retried by the client. If the failure leaves in
   * doubt whether the batch was created, {@link AgentException} is thrown as for a failed request,
   * and {@link BatchClient#find} may resolve the doubt.
   *
   * @param timeout the maximum time until the batch is created
   * @throws IllegalStateException if there are no requests, or this upload was submitted or closed
   */
  BatchHandle submit(Duration timeout);

  /** Deletes the temporary file. Idempotent. */
  @Override
  void close();
}
