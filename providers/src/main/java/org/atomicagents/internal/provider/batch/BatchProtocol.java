package org.atomicagents.internal.provider.batch;

import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.batch.BatchHandle;
import org.atomicagents.model.batch.BatchLookup;
import org.atomicagents.model.batch.BatchResults;
import org.atomicagents.model.batch.BatchStatus;

/**
 * The requests that a provider has for its batches, without their creation.
 *
 * <p>Each method sends requests until the deadline of the call. Thread-safe.
 */
public interface BatchProtocol {

  /** Returns the short name of the provider. */
  String provider();

  /** Returns the provider and its address, without secrets. */
  String identity();

  /** Returns whether a batch was created with a key. */
  BatchLookup find(String key, RunContext call);

  /** Returns the status of a batch. */
  BatchStatus status(BatchHandle batch, RunContext call);

  /**
   * Returns the results of a batch.
   *
   * @throws IllegalStateException if it has not ended
   */
  BatchResults results(BatchHandle batch, RunContext call);

  /** Returns the request that cancels a batch, which has no content. */
  HttpRequest cancellation(BatchHandle batch);
}
