package org.atomicagents.benchmarks;

import org.atomicagents.benchmarks.orders.Order;
import org.atomicagents.benchmarks.orders.Sample;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Valid JSON, read by Jackson's data binding. */
final class JacksonRead implements Side {
  private final ObjectReader reader = JsonMapper.builder().build().readerFor(Order.class);

  @Override
  public Object call() {
    return reader.readValue(Sample.JSON);
  }

  @Override
  public Object expected() {
    return Sample.order();
  }
}
