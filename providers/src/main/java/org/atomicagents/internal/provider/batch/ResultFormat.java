package org.atomicagents.internal.provider.batch;

import java.util.Set;
import org.atomicagents.model.batch.BatchResult;

/**
 * The form in which a provider returns the result of one request of a batch.
 *
 * <p>Thread-safe.
 */
public interface ResultFormat {

  /** Returns the paths of the fields that {@link #read} needs, such as {@code response.body}. */
  Set<String> fields();

  /** Returns the id of the request; empty if the object has none. */
  String id(ResultEnvelope envelope);

  /** Returns the result of the request with an id. */
  BatchResult read(String id, ResultEnvelope envelope);
}
