package org.atomicagents.model.batch;

import java.util.Objects;

/** Whether a batch with a key exists; see {@link BatchClient#find}. */
public sealed interface BatchLookup {

  /** The batch exists. */
  record Found(BatchHandle batch) implements BatchLookup {
    public Found {
      Objects.requireNonNull(batch, "batch");
    }
  }

  /** The batch does not exist: its requests can be submitted. */
  record Absent() implements BatchLookup {}

  /**
   * The provider keeps no keys, so that the batch may exist.
   *
   * @param advice where the user of the account can see it, for messages
   */
  record Unknown(String advice) implements BatchLookup {
    public Unknown {
      Objects.requireNonNull(advice, "advice");
    }
  }
}
