package org.atomicagents.benchmarks;

import java.util.Objects;
import org.atomicagents.benchmarks.orders.Order;
import org.atomicagents.benchmarks.orders.Sample;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.message.FinishReason;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;

/** Valid JSON, read as leniently as any other text. */
final class LenientRead implements Side {
  private final Schema<Order> schema = Schema.of(Order.class);

  @Override
  public Object call() {
    return Objects.requireNonNull(
        CompiledSchema.of(schema)
            .decode(Sample.JSON, Strictness.LENIENT, FinishReason.STOP)
            .value());
  }

  @Override
  public Object expected() {
    return Sample.order();
  }
}
