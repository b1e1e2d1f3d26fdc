package org.atomicagents.model.batch;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The reference to a batch at a provider, with which any process with the same account can continue
 * it.
 *
 * <p>Small, and without secrets. Immutable.
 *
 * @param provider the short name of the provider
 * @param identity the provider and its address, as in {@link BatchClient#identity()}
 * @param id the provider's id of the batch
 * @param details what else the client needs, such as the endpoint of the requests; sorted by name
 */
public record BatchHandle(
    String provider, String identity, String id, Map<String, String> details) {

  public BatchHandle {
    Objects.requireNonNull(provider, "provider");
    Objects.requireNonNull(identity, "identity");
    Objects.requireNonNull(id, "id");
    SortedMap<String, String> sorted = new TreeMap<>(details);
    details = Collections.unmodifiableMap(sorted);
  }

  /** Creates a handle without details. */
  public BatchHandle(String provider, String identity, String id) {
    this(provider, identity, id, Map.of());
  }

  /** Returns the provider and the id, as in {@code openai:batch_1}. */
  @Override
  public String toString() {
    return provider + ":" + id;
  }
}
