package org.atomicagents.testing.internal.connection;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import java.util.function.Consumer;

/** A writer that passes all bytes to a consumer immediately. */
record ObservedOutput(Consumer<BufferData> consumer) implements DataWriter {

  @Override
  public void write(BufferData... buffers) {
    consumer.accept(BufferData.create(buffers));
  }

  @Override
  public void write(BufferData buffer) {
    consumer.accept(buffer);
  }

  @Override
  public void writeNow(BufferData... buffers) {
    consumer.accept(BufferData.create(buffers));
  }

  @Override
  public void writeNow(BufferData buffer) {
    consumer.accept(buffer);
  }
}
