package org.atomicagents.cli.spark;

import org.atomicagents.cli.batch.BatchJob;
import org.atomicagents.cli.batch.ClusterBatch;
import org.atomicagents.cli.exit.CommandException;
import org.atomicagents.cli.exit.ExitCode;
import org.atomicagents.cli.model.ModelSession;
import org.atomicagents.error.ConfigurationException;

/**
 * Checks the model on the driver, without a request. The executors of a cluster may have a key that
 * the driver does not have.
 *
 * @param isLocal whether the executors are in this process
 */
record ModelCheck(ClusterBatch batch, boolean isLocal) {

  /**
   * Returns the currency of the prices; empty if they are not known.
   *
   * @throws CommandException if the cost is limited and the price is not known
   * @throws ConfigurationException if the key is missing that this process needs
   */
  String currency() {
    boolean isLimited = batch.limits().maxCost() != null;
    if (batch.model().isSimulated()) {
      if (isLimited) {
        throw unknownPrice("simulated");
      }
      return "";
    }
    try (var session =
        ModelSession.open(
            batch.models(),
            batch.model(),
            batch.isModelOfFile() ? batch.agent().read().baseUrl() : null,
            true)) {
      String currency = BatchJob.currency(session.model());
      if (isLimited && currency.isEmpty()) {
        throw unknownPrice(session.model().toString());
      }
      return currency;
    } catch (ConfigurationException e) {
      if (isLocal || isLimited) {
        throw e;
      }
      return "";
    }
  }

  private static CommandException unknownPrice(String model) {
    return new CommandException(
        ExitCode.USAGE,
        "--max-cost: the price of the model %s is not known. Remove the option, or use another model."
            .formatted(model));
  }
}
