package org.atomicagents.internal.batch;

import java.time.Duration;
import org.atomicagents.batch.StopReason;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.TimedOutException;
import org.jspecify.annotations.Nullable;

/** The exceptions of items that were not started because of a stop. */
final class StopFailures {
  private StopFailures() {}

  static RuntimeException of(
      @Nullable StopReason reason, BatchSettings.BatchLimits limits, CostMeter costs) {
    Duration timeout = limits.timeout();
    return switch (reason) {
      case TIMEOUT ->
          TimedOutException.of(
              TimedOutException.Limit.DEADLINE,
              timeout == null ? Duration.ZERO : timeout,
              "running a batch");
      case COST -> costs.failure();
      case UNKNOWN_PRICE -> unknownPrice();
      case FAILURES, JOURNAL, SUBMISSION, CLOSED ->
          CancelledException.closed("waiting to start in a stopped batch");
      case null -> CancelledException.closed("waiting to start in a stopped batch");
    };
  }

  static ConfigurationException unknownPrice() {
    return ConfigurationException.of(
        """
        The cost of this batch is limited, but the price of its model is not known.
        Add the price to the model with Model.withCatalog, or remove the limit.\
        """);
  }
}
