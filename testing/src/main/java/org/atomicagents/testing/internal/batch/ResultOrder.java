package org.atomicagents.testing.internal.batch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The order of the results of a batch, which is not the order of its items. */
final class ResultOrder {
  private ResultOrder() {}

  /** Returns the indexes of the items in the order of the results; the same for the same id. */
  static List<Integer> of(String batchId, int items) {
    var order = new ArrayList<Integer>(items);
    for (int i = 0; i < items; i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(batchId.hashCode()));
    // A shuffle of few items may not change their order.
    if (items > 1 && order.getFirst() == 0) {
      Collections.rotate(order, 1);
    }
    return order;
  }
}
