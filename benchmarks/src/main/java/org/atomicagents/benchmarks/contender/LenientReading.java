package org.atomicagents.benchmarks.contender;

import java.util.Objects;
import org.atomicagents.benchmarks.orders.Order;
import org.atomicagents.benchmarks.orders.SampleOrder;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.message.FinishReason;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;

/** Decodes valid JSON with the lenient parser. */
final class LenientReading implements Contender {
  private final Schema<Order> schema = Schema.of(Order.class);

  @Override
  public Object call() {
    return Objects.requireNonNull(
        CompiledSchema.of(schema)
            .decode(SampleOrder.JSON, Strictness.LENIENT, FinishReason.STOP)
            .value());
  }

  @Override
  public Object expected() {
    return SampleOrder.order();
  }
}
