package org.atomicagents.internal.provider.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.error.AgentException;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.batch.BatchClient;
import org.atomicagents.model.batch.BatchHandle;
import org.atomicagents.model.batch.BatchRequest;
import org.atomicagents.model.batch.BatchResult;
import org.atomicagents.model.batch.BatchUpload;

/** Calls of batch clients in tests of all providers. */
public final class BatchCalls {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private BatchCalls() {}

  /** Submits requests, all of which fit into one batch, and returns the batch. */
  public static BatchHandle submit(BatchClient client, String key, BatchRequest... requests) {
    try (BatchUpload upload = client.upload(key, RunContext.standalone())) {
      for (BatchRequest request : requests) {
        assertThat(upload.add(request)).isTrue();
      }
      return upload.submit(TIMEOUT);
    }
  }

  /** Returns the results of a batch in the order of the provider. */
  public static List<BatchResult> read(BatchClient client, BatchHandle batch) {
    var all = new ArrayList<BatchResult>();
    try (var results = client.results(batch, TIMEOUT)) {
      results.forEach(all::add);
    }
    return all;
  }

  /** Returns the failure of a request that has no response. */
  public static AgentException failure(BatchResult result) {
    return ((BatchResult.Failed) result).failure();
  }
}
