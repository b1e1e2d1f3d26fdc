package org.atomicagents.benchmarks.contender;

import org.atomicagents.benchmarks.orders.Order;
import org.atomicagents.benchmarks.orders.SampleOrder;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Decodes valid JSON with Jackson's data binding. */
final class JacksonReading implements Contender {
  private final ObjectReader reader = JsonMapper.builder().build().readerFor(Order.class);

  @Override
  public Object call() {
    return reader.readValue(SampleOrder.JSON);
  }

  @Override
  public Object expected() {
    return SampleOrder.order();
  }
}
