package org.atomicagents.model.batch;

import java.time.Duration;
import org.atomicagents.model.RunContext;

/**
 * A client of a provider's batch API.
 *
 * <p>A batch is submitted in two steps: its requests are added to a {@link BatchUpload}, which
 * keeps them in a file, and are then sent together. The returned {@link BatchHandle} suffices to
 * continue in another process.
 *
 * <p>Every method that sends requests blocks until the provider has responded, or its timeout has
 * passed. An interrupt ends it: {@link org.atomicagents.error.CancelledException} is thrown, and
 * the interrupt flag is restored. Requests that may be sent twice, such as those for a status, are
 * retried by the client.
 *
 * <p>Implementations must be thread-safe, and throw subtypes of {@link
 * org.atomicagents.error.AgentException}.
 */
public interface BatchClient {

  /**
   * Returns the short name of the provider, equal to that of the clients of the models whose
   * requests it accepts.
   */
  String provider();

  /** Returns the provider and, if configurable, its address, without secrets. */
  String identity();

  /** Returns the maximum number of requests of one batch. */
  int maxRequests();

  /** Returns the maximum size of the requests of one batch, in bytes as sent. */
  long maxBytes();

  /**
   * Returns an empty upload; nothing is sent. The caller closes it.
   *
   * @param key the caller's name of the batch, unique for the account: 1 to 64 of the characters
   *     {@code A-Z a-z 0-9 _ -}. It is sent with the batch where the provider accepts such a name
   * @param context the run for which requests are written, with its listeners
   */
  BatchUpload upload(String key, RunContext context);

  /**
   * Returns whether a batch was created with a key, after a failure that leaves this in doubt: a
   * response that was lost, or a process that was killed.
   *
   * @param key the key of {@link #upload}
   */
  BatchLookup find(String key, Duration timeout);

  /**
   * Returns the current status of a batch.
   *
   * @throws IllegalArgumentException if the batch is not one of this provider
   */
  BatchStatus status(BatchHandle batch, Duration timeout);

  /**
   * Returns the results of a batch that has ended, also if it was cancelled or has expired: one for
   * each request as far as the provider has it. The caller closes them.
   *
   * @param timeout the maximum time until the results can be read, their download included; large
   *     results need more than those of other calls
   * @throws IllegalArgumentException if the batch is not one of this provider
   * @throws IllegalStateException if the batch has not ended
   */
  BatchResults results(BatchHandle batch, Duration timeout);

  /**
   * Cancels a batch; no effect on a batch that has ended. The provider completes requests that it
   * has begun: {@link #status} shows when the batch has ended, and {@link #results} then returns
   * the completed ones.
   *
   * @throws IllegalArgumentException if the batch is not one of this provider
   */
  void cancel(BatchHandle batch, Duration timeout);
}
