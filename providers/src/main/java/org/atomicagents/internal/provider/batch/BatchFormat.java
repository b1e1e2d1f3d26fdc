package org.atomicagents.internal.provider.batch;

import org.atomicagents.internal.http.RequestContent;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.batch.BatchHandle;
import org.atomicagents.model.batch.BatchRequest;

/**
 * How a provider expects the requests of a batch.
 *
 * <p>Thread-safe.
 */
public interface BatchFormat {

  /** Returns the maximum number of requests of one batch. */
  int maxRequests();

  /** Returns the maximum size of the requests of one batch, in bytes as sent. */
  long maxBytes();

  /** Returns the text between two requests. */
  String separator();

  /**
   * Returns whether a request can be in the same batch as the first one of the batch; by default,
   * requests of one model can.
   */
  default boolean suits(ModelRequest first, ModelRequest request) {
    return first.model().equals(request.model());
  }

  /**
   * Returns the JSON of a request in UTF-8, which this batch alone uses.
   *
   * @param context the run whose listeners get the events about the request
   */
  byte[] write(BatchRequest request, RunContext context);

  /**
   * Creates a batch, and returns its handle.
   *
   * @param requests returns the requests between a prefix and a suffix
   * @param first the first request
   * @param key the caller's name of the batch
   * @param call the deadline of all requests
   */
  BatchHandle create(Requests requests, ModelRequest first, String key, RunContext call);

  /** The requests of a batch. */
  @FunctionalInterface
  interface Requests {

    /** Returns the requests, with their separators, between a prefix and a suffix. */
    RequestContent between(String prefix, String suffix);
  }
}
