package org.atomicagents.internal.provider.batch;

import java.time.Duration;
import org.atomicagents.error.AgentException;
import org.atomicagents.internal.provider.ProviderHttpClient;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.batch.BatchClient;
import org.atomicagents.model.batch.BatchHandle;
import org.atomicagents.model.batch.BatchLookup;
import org.atomicagents.model.batch.BatchResults;
import org.atomicagents.model.batch.BatchStatus;
import org.atomicagents.model.batch.BatchUpload;

/**
 * A client of the batch API of a provider.
 *
 * <p>Thread-safe.
 *
 * @param format creates the batches
 * @param protocol the other requests
 * @param http sends the requests
 */
public record HttpBatchClient(BatchFormat format, BatchProtocol protocol, BatchHttp http)
    implements BatchClient {

  @Override
  public String provider() {
    return protocol.provider();
  }

  @Override
  public String identity() {
    return protocol.identity();
  }

  @Override
  public int maxRequests() {
    return format.maxRequests();
  }

  @Override
  public long maxBytes() {
    return format.maxBytes();
  }

  @Override
  public BatchUpload upload(String key, RunContext context) {
    return new FileUpload(format, key, context);
  }

  @Override
  public BatchLookup find(String key, Duration timeout) {
    return protocol.find(key, ProviderHttpClient.standaloneCall(timeout));
  }

  @Override
  public BatchStatus status(BatchHandle batch, Duration timeout) {
    requireOwn(batch);
    return protocol.status(batch, ProviderHttpClient.standaloneCall(timeout));
  }

  @Override
  public BatchResults results(BatchHandle batch, Duration timeout) {
    requireOwn(batch);
    return protocol.results(batch, ProviderHttpClient.standaloneCall(timeout));
  }

  @Override
  public void cancel(BatchHandle batch, Duration timeout) {
    requireOwn(batch);
    RunContext call = ProviderHttpClient.standaloneCall(timeout);
    if (!mayCancel(batch, call)) {
      return;
    }
    try {
      http.send(protocol.cancellation(batch), call);
    } catch (AgentException e) {
      // A batch that has ended meanwhile cannot be cancelled.
      if (mayCancel(batch, call)) {
        throw e;
      }
    }
  }

  private boolean mayCancel(BatchHandle batch, RunContext call) {
    BatchStatus.State state = protocol.status(batch, call).state();
    return !state.isEnd() && state != BatchStatus.State.CANCELLING;
  }

  private void requireOwn(BatchHandle batch) {
    if (!batch.provider().equals(provider()) || !batch.identity().equals(identity())) {
      throw new IllegalArgumentException(
          "batch: expected a batch of %s, found batch %s of %s.\nUse the client with which it was submitted."
              .formatted(identity(), batch.id(), batch.identity()));
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

  /** Returns a text without secrets. */
  @Override
  public String toString() {
    return "HttpBatchClient[" + identity() + "]";
  }
}
