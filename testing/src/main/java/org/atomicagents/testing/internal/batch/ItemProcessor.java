package org.atomicagents.testing.internal.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.atomicagents.testing.internal.server.ApiError;
import org.atomicagents.testing.internal.server.ApiError.ErrorDetails;
import org.atomicagents.testing.internal.server.BatchSimulation;
import org.atomicagents.testing.internal.server.Completion;
import org.atomicagents.testing.internal.server.FaultEffect;
import org.atomicagents.testing.internal.server.InjectedFault;
import org.atomicagents.testing.internal.server.ResponseCorruptor;

/** Computes the outcomes of items, with their faults. */
record ItemProcessor(ItemResponder responder, BatchSimulation settings) {

  /**
   * Returns the outcomes in the order of the items.
   *
   * @param processed number of items that are processed
   * @param rest the outcome of all other items
   */
  List<ItemOutcome> process(List<SubmittedItem> items, int processed, ItemOutcome rest) {
    var outcomes = new ArrayList<ItemOutcome>(items.size());
    for (int i = 0; i < items.size(); i++) {
      outcomes.add(i < processed ? process(items.get(i), i) : rest);
    }
    return outcomes;
  }

  private ItemOutcome process(SubmittedItem item, int index) {
    InjectedFault fault = settings.itemFaults().apply(index);
    FaultEffect effect = fault == null ? null : fault.effect();
    if (effect instanceof FaultEffect.ErrorResponse error) {
      return new ItemOutcome.Rejected(error.error());
    }
    if (effect == FaultEffect.ContentCorruption.ERROR_INSIDE) {
      return new ItemOutcome.Rejected(ErrorDetails.SERVER_FAILED);
    }
    UnaryOperator<Completion> change =
        effect instanceof FaultEffect.ContentCorruption corruption
            ? completion -> corrupt(completion, corruption)
            : UnaryOperator.identity();
    try {
      return new ItemOutcome.Responded(responder.respond(item.body(), change));
    } catch (ApiError error) {
      return new ItemOutcome.Rejected(error.error());
    }
  }

  private static Completion corrupt(
      Completion completion, FaultEffect.ContentCorruption corruption) {
    return completion.withText(ResponseCorruptor.corruptText(completion.text(), corruption));
  }
}
